package org.sterna.protocols.dmarc.aggregate;

import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Elements in UTF-8, indented; characters that XML does not have become question marks (XML 1.0 section 2.2). */
final class XmlOutput {
    private final XMLStreamWriter writer;
    private int depth;

    /** What stands in an element. */
    @FunctionalInterface
    interface Content {
        void write() throws XMLStreamException;
    }

    XmlOutput(OutputStream out) throws XMLStreamException {
        writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
    }

    void document(String root, Content content) throws XMLStreamException {
        writer.writeStartDocument("UTF-8", "1.0");
        writer.writeCharacters("\n");
        element(root, content);
        writer.writeEndDocument();
        writer.close();
    }

    void element(String name, Content content) throws XMLStreamException {
        indent();
        writer.writeStartElement(name);
        writer.writeCharacters("\n");
        depth++;
        content.write();
        depth--;
        indent();
        end();
    }

    void element(String name, String text) throws XMLStreamException {
        indent();
        writer.writeStartElement(name);
        writer.writeCharacters(valid(text));
        end();
    }

    private void end() throws XMLStreamException {
        writer.writeEndElement();
        writer.writeCharacters("\n");
    }

    private void indent() throws XMLStreamException {
        writer.writeCharacters("  ".repeat(depth));
    }

    private static String valid(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> out.appendCodePoint(isValid(point) ? point : '?'));
        return out.toString();
    }

    private static boolean isValid(int point) {
        return point == '\t' || point >= ' ' && point <= 0xd7ff || point >= 0xe000 && point <= 0xfffd || point >= 0x10000;
    }
}
