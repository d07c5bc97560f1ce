package org.sterna.protocols.dmarc.aggregate;

import java.util.List;
import java.util.Optional;

/**
 * An element without its namespace and attributes.
 *
 * @param text what stands in it directly, stripped; cut if it is long
 */
record XmlElement(String name, String text, List<XmlElement> children) {

    /** The first child of that name. */
    Optional<XmlElement> child(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
    }

    List<XmlElement> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** What stands in the first child of that name; empty if there is none, or nothing in it. */
    Optional<String> text(String wanted) {
        return child(wanted).map(XmlElement::text).filter(text -> !text.isEmpty());
    }
}
