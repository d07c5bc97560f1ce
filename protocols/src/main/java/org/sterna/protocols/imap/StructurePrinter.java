package org.sterna.protocols.imap;

import java.util.List;
import org.sterna.protocols.message.Disposition;
import org.sterna.protocols.message.Envelope;
import org.sterna.protocols.message.EnvelopeAddress;
import org.sterna.protocols.message.Parameter;
import org.sterna.protocols.message.Part;
import org.sterna.protocols.message.PartDescription;

/** Prints ENVELOPE, BODY and BODYSTRUCTURE (RFC 9051 section 7.5.2). */
final class StructurePrinter {
    /** BODY is BODYSTRUCTURE without extension data. */
    enum Form { BODY, BODYSTRUCTURE }

    private final ResponseBuffer out;
    private final Form form;

    StructurePrinter(ResponseBuffer out, Form form) {
        this.out = out;
        this.form = form;
    }

    static void envelope(ResponseBuffer out, Envelope envelope) {
        out.raw("(").nstring(envelope.date()).raw(" ").nstring(envelope.subject());
        for (List<EnvelopeAddress> list : List.of(envelope.from(), envelope.senderOrFrom(), envelope.replyToOrFrom(),
                envelope.to(), envelope.cc(), envelope.bcc())) {
            out.raw(" ");
            addresses(out, list);
        }
        out.raw(" ").nstring(envelope.inReplyTo()).raw(" ").nstring(envelope.messageId()).raw(")");
    }

    private static void addresses(ResponseBuffer out, List<EnvelopeAddress> list) {
        if (list.isEmpty()) {
            out.raw("NIL");
            return;
        }
        out.raw("(");
        for (EnvelopeAddress address : list) {
            out.raw("(").nstring(address.name()).raw(" ").nstring(address.route()).raw(" ")
                    .nstring(address.mailbox()).raw(" ").nstring(address.host()).raw(")");
        }
        out.raw(")");
    }

    void part(Part part) {
        out.raw("(");
        if (part instanceof Part.Multipart multipart) {
            multipart.children().forEach(this::part);
            out.raw(" ").string(part.description().subtype());
            if (form == Form.BODYSTRUCTURE) {
                out.raw(" ");
                parameters(part.description().parameters());
                commonExtensions(part.description());
            }
        } else {
            single(part);
        }
        out.raw(")");
    }

    private void single(Part part) {
        PartDescription description = part.description();
        out.string(description.type()).raw(" ").string(description.subtype()).raw(" ");
        parameters(description.parameters());
        out.raw(" ").nstring(description.id()).raw(" ").nstring(description.description()).raw(" ")
                .string(description.encoding()).raw(" ").number(part.extent().body().length());
        if (part instanceof Part.EmbeddedMessage embedded) {
            out.raw(" ");
            envelope(out, embedded.envelope());
            out.raw(" ");
            part(embedded.message());
            out.raw(" ").number(part.extent().lines());
        } else if (description.isType("text")) {
            out.raw(" ").number(part.extent().lines());
        }
        if (form == Form.BODYSTRUCTURE) {
            out.raw(" ").nstring(description.md5());
            commonExtensions(description);
        }
    }

    private void parameters(List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            out.raw("NIL");
            return;
        }
        String separator = "(";
        for (Parameter parameter : parameters) {
            out.raw(separator).string(parameter.name()).raw(" ").string(parameter.value());
            separator = " ";
        }
        out.raw(")");
    }

    private void commonExtensions(PartDescription description) {
        out.raw(" ");
        if (description.disposition().isPresent()) {
            Disposition disposition = description.disposition().get();
            out.raw("(").string(disposition.type()).raw(" ");
            parameters(disposition.parameters());
            out.raw(")");
        } else {
            out.raw("NIL");
        }
        out.raw(" ");
        languages(description.languages());
        out.raw(" ").nstring(description.location());
    }

    private void languages(List<String> languages) {
        if (languages.size() < 2) {
            out.nstring(languages.stream().findFirst());
            return;
        }
        String separator = "(";
        for (String language : languages) {
            out.raw(separator).string(language);
            separator = " ";
        }
        out.raw(")");
    }
}
