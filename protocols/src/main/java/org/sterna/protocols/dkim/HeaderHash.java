package org.sterna.protocols.dkim;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/** The SHA-256 hash of the signed fields and the signature's own (RFC 6376 section 3.7). */
final class HeaderHash {
    private HeaderHash() { }

    static byte[] of(HeaderFields fields, SignatureField signature) {
        return of(fields, signature.field(), signature.signed(), signature.header(), signature.unsigned());
    }

    /**
     * Each name of a list stands for the field of that name that is lowest among those not yet taken, or for nothing (RFC 6376 section 5.4.2).
     *
     * @param own the signature's field as it stands among the fields, which is not taken
     * @param last the same with an empty b=
     */
    static byte[] of(HeaderFields fields, HeaderField own, List<String> names, Canonicalization canonicalization, HeaderField last) {
        Map<String, List<HeaderField>> left = new HashMap<>();
        names.forEach(name -> left.put(name.toLowerCase(Locale.ROOT), new ArrayList<>()));
        for (HeaderField field : fields) {
            List<HeaderField> wanted = left.get(field.name().toLowerCase(Locale.ROOT));
            if (wanted != null && field != own) {
                wanted.add(field);
            }
        }
        MessageDigest digest = Sha256.start();
        for (String name : names) {
            List<HeaderField> same = left.get(name.toLowerCase(Locale.ROOT));
            if (!same.isEmpty()) {
                digest.update(canonicalization.field(same.remove(same.size() - 1)));
            }
        }
        digest.update(canonicalization.lastField(last));
        return digest.digest();
    }
}
