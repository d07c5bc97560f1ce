package org.sterna.protocols.spf;

/** Domain names as SPF asks for them: of any visible characters, not only those of hosts (RFC 7208 section 4.8). */
final class Names {
    /** RFC 7208 section 7.3. */
    static final int MAX = 253;
    private static final int MAX_LABEL = 63;

    private Names() {}

    /** RFC 7208 section 7.3: without as many labels on the left as are too many; longer only if one label is. */
    static String truncated(String name) {
        if (name.length() <= MAX) {
            return name;
        }
        int dot = name.indexOf('.', name.length() - MAX - 1);
        return dot < 0 ? name : name.substring(dot + 1);
    }

    /** Whether the DNS can be asked for it (RFC 1035 section 2.3.4). */
    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX) {
            return false;
        }
        int label = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (i == label || i - label > MAX_LABEL) {
                    return false;
                }
                label = i + 1;
            } else if (name.charAt(i) > '~' || name.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }

    /** RFC 7208 section 4.3: what a policy can be asked of. */
    static boolean isDomain(String name) {
        return isName(name) && name.indexOf('.') > 0 && !name.startsWith("[");
    }

    /** Whether both are the same, or the first is below the second. */
    static boolean isWithin(String name, String domain) {
        int above = name.length() - domain.length();
        return name.regionMatches(true, above, domain, 0, domain.length()) && (above == 0 || name.charAt(above - 1) == '.');
    }
}
