package org.sterna.protocols.message;

import java.util.ArrayList;
import java.util.List;

/** Finds message identifiers in the body of Message-ID, References and In-Reply-To (RFC 5322 section 3.6.4). */
final class MessageIds {
    /** No thread is longer; a field that claims so is an attack or an accident. */
    private static final int MAX_IDS = 1000;

    private MessageIds() {
    }

    /** The ids with their angle brackets, white space inside them removed; phrases and comments between them are skipped. */
    static List<String> in(String body) {
        List<String> ids = new ArrayList<>();
        int at = 0;
        while (ids.size() < MAX_IDS) {
            int open = body.indexOf('<', at);
            int close = open < 0 ? -1 : body.indexOf('>', open);
            if (close < 0) {
                break;
            }
            open = body.lastIndexOf('<', close);
            String id = body.substring(open, close + 1).replaceAll("\\s", "");
            if (id.length() > 2) {
                ids.add(id);
            }
            at = close + 1;
        }
        return ids;
    }
}
