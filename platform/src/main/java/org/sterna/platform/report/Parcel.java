package org.sterna.platform.report;

import java.net.URI;
import org.sterna.platform.delivery.OwnMail;

/** A report on its way to one destination. */
sealed interface Parcel {
    /** Names the destination in the marks of what is sent. */
    String destination();

    /** As a message. */
    record Mail(OwnMail.Letter letter) implements Parcel {
        @Override
        public String destination() {
            return "mailto:" + letter.to();
        }
    }

    /**
     * By POST (RFC 8460 section 5.4).
     *
     * @param gzip the report
     */
    record Post(URI uri, byte[] gzip) implements Parcel {
        @Override
        public String destination() {
            return uri.toString();
        }
    }
}
