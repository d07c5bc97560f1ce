package org.sterna.protocols.dmarc.aggregate;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the children of a document's root, one after the other.
 *
 * <p>Nothing is fetched and nothing expands: a document type is refused before anything in it is read, and without one there are no entities but
 * the five of XML. Depth, elements of one child and text of one element are bounded.
 */
final class XmlInput {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ELEMENTS = 2000;
    private static final int MAX_TEXT = 1000;

    private final XMLStreamReader reader;
    private int elements;

    /** Begins a document. */
    XmlInput(byte[] xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        reader = factory.createXMLStreamReader(new StringReader(XmlText.decode(xml)));
    }

    /** Enters the root; its name without a namespace. */
    String root() throws XMLStreamException {
        return nextStart() ? reader.getLocalName() : "";
    }

    /** The next child of the root; empty behind the last one. */
    Optional<XmlElement> next() throws XMLStreamException {
        elements = 0;
        return nextStart() ? Optional.of(element(1)) : Optional.empty();
    }

    /** False at the end of the element that is open. */
    private boolean nextStart() throws XMLStreamException {
        while (true) {
            int event = event();
            if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT || event == XMLStreamConstants.END_DOCUMENT) {
                return event == XMLStreamConstants.START_ELEMENT;
            }
        }
    }

    private XmlElement element(int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw new XMLStreamException("too deep, or too much in one element");
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        for (int event = event(); event != XMLStreamConstants.END_ELEMENT; event = event()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(depth + 1));
            } else if (reader.hasText() && event != XMLStreamConstants.COMMENT) {
                text.append(reader.getText(), 0, Math.min(reader.getTextLength(), MAX_TEXT - text.length()));
            }
        }
        return new XmlElement(name, text.toString().strip(), List.copyOf(children));
    }

    private int event() throws XMLStreamException {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XMLStreamException("a document type or an entity");
        }
        return event;
    }
}
