package org.sterna.protocols.message;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The character references that occur in mail: all by number, and the common ones by name. Others stay as they are. */
final class HtmlEntities {
    private static final Pattern REFERENCE = Pattern.compile("&(?:#([0-9]{1,9})(?![0-9])|#[xX]([0-9a-fA-F]{1,7})(?![0-9a-fA-F])|([A-Za-z]{2,8}));?");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("amp", "&"), Map.entry("lt", "<"), Map.entry("gt", ">"), Map.entry("quot", "\""), Map.entry("apos", "'"),
            Map.entry("nbsp", " "), Map.entry("ensp", " "), Map.entry("emsp", " "), Map.entry("thinsp", " "),
            Map.entry("zwnj", "\u200C"), Map.entry("zwj", "\u200D"), Map.entry("shy", "\u00AD"), Map.entry("lrm", "\u200E"),
            Map.entry("rlm", "\u200F"), Map.entry("lsquo", "\u2018"), Map.entry("rsquo", "\u2019"),
            Map.entry("sbquo", "\u201A"), Map.entry("ldquo", "\u201C"), Map.entry("rdquo", "\u201D"),
            Map.entry("bdquo", "\u201E"), Map.entry("laquo", "\u00AB"), Map.entry("raquo", "\u00BB"),
            Map.entry("ndash", "\u2013"), Map.entry("mdash", "\u2014"), Map.entry("hellip", "\u2026"),
            Map.entry("bull", "\u2022"), Map.entry("middot", "\u00B7"), Map.entry("copy", "\u00A9"),
            Map.entry("reg", "\u00AE"), Map.entry("trade", "\u2122"), Map.entry("euro", "\u20AC"),
            Map.entry("pound", "\u00A3"), Map.entry("deg", "\u00B0"), Map.entry("szlig", "\u00DF"),
            Map.entry("auml", "\u00E4"), Map.entry("ouml", "\u00F6"), Map.entry("uuml", "\u00FC"), Map.entry("Auml", "\u00C4"),
            Map.entry("Ouml", "\u00D6"), Map.entry("Uuml", "\u00DC"), Map.entry("agrave", "\u00E0"),
            Map.entry("aacute", "\u00E1"), Map.entry("acirc", "\u00E2"), Map.entry("atilde", "\u00E3"),
            Map.entry("aring", "\u00E5"), Map.entry("aelig", "\u00E6"), Map.entry("ccedil", "\u00E7"),
            Map.entry("egrave", "\u00E8"), Map.entry("eacute", "\u00E9"), Map.entry("ecirc", "\u00EA"),
            Map.entry("euml", "\u00EB"), Map.entry("iacute", "\u00ED"), Map.entry("icirc", "\u00EE"),
            Map.entry("ntilde", "\u00F1"), Map.entry("oacute", "\u00F3"), Map.entry("ocirc", "\u00F4"),
            Map.entry("oslash", "\u00F8"), Map.entry("uacute", "\u00FA"), Map.entry("ugrave", "\u00F9"),
            Map.entry("Eacute", "\u00C9"), Map.entry("Agrave", "\u00C0"), Map.entry("Aring", "\u00C5"),
            Map.entry("Oslash", "\u00D8"));

    private HtmlEntities() {
    }

    static String replaced(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(meaning(match)));
    }

    private static String meaning(MatchResult match) {
        if (match.group(3) != null) {
            return NAMES.getOrDefault(match.group(3), match.group());
        }
        int c = match.group(1) != null ? Integer.parseInt(match.group(1)) : Integer.parseInt(match.group(2), 16);
        return Character.isValidCodePoint(c) && !Character.isSurrogate((char) (c > 0xFFFF ? 0 : c)) ? Character.toString(c) : " ";
    }
}
