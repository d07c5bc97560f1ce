package org.sterna.protocols.imap;

import java.util.Optional;
import org.sterna.protocols.imap.search.SearchRequest;
import org.sterna.protocols.imap.search.ThreadAlgorithm;

/** An extension as the capabilities name it. What is always there (UIDPLUS, MOVE, IDLE and so on) is here too, to be listed. */
public enum Extension {
    LITERAL_PLUS("LITERAL+"),
    ID("ID"),
    ENABLE("ENABLE"),
    SASL_IR("SASL-IR"),
    IDLE("IDLE"),
    NAMESPACE("NAMESPACE"),
    UNSELECT("UNSELECT"),
    CHILDREN("CHILDREN"),
    UIDPLUS("UIDPLUS"),
    MOVE("MOVE"),
    CONDSTORE("CONDSTORE"),
    QRESYNC("QRESYNC"),
    ESEARCH("ESEARCH"),
    SEARCHRES("SEARCHRES"),
    MULTISEARCH("MULTISEARCH"),
    WITHIN("WITHIN"),
    SORT("SORT"),
    SORT_DISPLAY("SORT=DISPLAY"),
    ESORT("ESORT"),
    THREAD_ORDEREDSUBJECT("THREAD=ORDEREDSUBJECT"),
    THREAD_REFERENCES("THREAD=REFERENCES"),
    CONTEXT_SEARCH("CONTEXT=SEARCH"),
    PARTIAL("PARTIAL"),
    LIST_EXTENDED("LIST-EXTENDED"),
    LIST_STATUS("LIST-STATUS"),
    SPECIAL_USE("SPECIAL-USE"),
    CREATE_SPECIAL_USE("CREATE-SPECIAL-USE"),
    STATUS_SIZE("STATUS=SIZE"),
    STATUS_DELETED("STATUS=DELETED"),
    QUOTA("QUOTA"),
    QUOTA_STORAGE("QUOTA=RES-STORAGE"),
    QUOTA_MESSAGE("QUOTA=RES-MESSAGE"),
    QUOTA_MAILBOX("QUOTA=RES-MAILBOX"),
    QUOTA_ANNOTATION_STORAGE("QUOTA=RES-ANNOTATION-STORAGE"),
    QUOTASET("QUOTASET"),
    METADATA("METADATA"),
    METADATA_SERVER("METADATA-SERVER"),
    NOTIFY("NOTIFY"),
    BINARY("BINARY"),
    CATENATE("CATENATE"),
    MULTIAPPEND("MULTIAPPEND"),
    REPLACE("REPLACE"),
    APPENDLIMIT("APPENDLIMIT"),
    COMPRESS_DEFLATE("COMPRESS=DEFLATE"),
    UTF8_ACCEPT("UTF8=ACCEPT"),
    LANGUAGE("LANGUAGE"),
    I18NLEVEL_1("I18NLEVEL=1"),
    OBJECTID("OBJECTID"),
    SAVEDATE("SAVEDATE"),
    PREVIEW("PREVIEW"),
    UIDONLY("UIDONLY"),
    INPROGRESS("INPROGRESS"),
    UNAUTHENTICATE("UNAUTHENTICATE");

    private final String capability;

    Extension(String capability) {
        this.capability = capability;
    }

    /** As CAPABILITY lists it. */
    public String capability() {
        return capability;
    }

    /** True for what is listed before login too. */
    boolean isForLogin() {
        return this == ID || this == ENABLE || this == SASL_IR;
    }

    /** The extension without which there is no such command; empty for those that are always there. */
    static Optional<Extension> neededFor(ImapCommand command) {
        if (command instanceof ImapCommand.Compress) {
            return Optional.of(COMPRESS_DEFLATE);
        }
        if (command instanceof ImapCommand.Unauthenticate) {
            return Optional.of(UNAUTHENTICATE);
        }
        if (command instanceof ImapCommand.Language) {
            return Optional.of(LANGUAGE);
        }
        if (command instanceof ImapCommand.GetQuota || command instanceof ImapCommand.GetQuotaRoot
                || command instanceof ImapCommand.SetQuota) {
            return Optional.of(QUOTA);
        }
        if (command instanceof ImapCommand.GetMetadata || command instanceof ImapCommand.SetMetadata) {
            return Optional.of(METADATA);
        }
        if (command instanceof ImapCommand.NotifySet || command instanceof ImapCommand.NotifyNone) {
            return Optional.of(NOTIFY);
        }
        if (command instanceof ImapCommand.Replace) {
            return Optional.of(REPLACE);
        }
        if (command instanceof ImapCommand.Sort) {
            return Optional.of(SORT);
        }
        if (command instanceof ImapCommand.Thread thread) {
            return Optional.of(thread.request().algorithm() == ThreadAlgorithm.REFERENCES
                    ? THREAD_REFERENCES : THREAD_ORDEREDSUBJECT);
        }
        if (command instanceof ImapCommand.Search search && search.request().scope() instanceof SearchRequest.Mailboxes) {
            return Optional.of(MULTISEARCH);
        }
        return command instanceof ImapCommand.CancelUpdate ? Optional.of(CONTEXT_SEARCH) : Optional.empty();
    }
}
