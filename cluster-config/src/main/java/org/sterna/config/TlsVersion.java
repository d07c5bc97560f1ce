package org.sterna.config;

/** The versions of TLS that may still be spoken (RFC 8996). */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("1.2", "TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("1.3", "TLSv1.3");

    private final String number;
    private final String javaName;

    TlsVersion(String number, String javaName) {
        this.number = number;
        this.javaName = javaName;
    }

    /** As Java's SSLEngine calls it. */
    public String javaName() {
        return javaName;
    }

    static TlsVersion parse(String text) {
        for (TlsVersion version : values()) {
            if (version.number.equals(text)) {
                return version;
            }
        }
        throw new IllegalArgumentException(text);
    }
}
