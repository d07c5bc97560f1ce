package org.sterna.protocols.precis;

/** Text from right to left must not look like another: RFC 5893 section 2. */
final class BidiRule {
    private BidiRule() {}

    /** True also of text that runs from left to right only, for which there is no rule here (RFC 8265 section 3.3.1). */
    static boolean allows(String text) {
        if (text.codePoints().noneMatch(point -> isRight(point) || Character.getDirectionality(point) == Character.DIRECTIONALITY_ARABIC_NUMBER)) {
            return true;
        }
        byte first = Character.getDirectionality(text.codePointAt(0));
        int last = text.codePoints().filter(point -> Character.getDirectionality(point) != Character.DIRECTIONALITY_NONSPACING_MARK)
                .reduce(0, (before, point) -> point);
        if (first == Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
            return text.codePoints().noneMatch(point -> isRight(point) || Character.getDirectionality(point) == Character.DIRECTIONALITY_ARABIC_NUMBER)
                    && (Character.getDirectionality(last) == first || isEuropean(last));
        }
        boolean european = text.codePoints().anyMatch(BidiRule::isEuropean);
        boolean arabic = text.codePoints().anyMatch(point -> Character.getDirectionality(point) == Character.DIRECTIONALITY_ARABIC_NUMBER);
        return isRight(text.codePointAt(0)) && text.codePoints().allMatch(BidiRule::fitsRightToLeft) && !(european && arabic)
                && (isRight(last) || isEuropean(last) || Character.getDirectionality(last) == Character.DIRECTIONALITY_ARABIC_NUMBER);
    }

    private static boolean isRight(int point) {
        byte direction = Character.getDirectionality(point);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean isEuropean(int point) {
        return Character.getDirectionality(point) == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
    }

    private static boolean fitsRightToLeft(int point) {
        return switch (Character.getDirectionality(point)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC, Character.DIRECTIONALITY_ARABIC_NUMBER,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER, Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR, Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_OTHER_NEUTRALS, Character.DIRECTIONALITY_BOUNDARY_NEUTRAL, Character.DIRECTIONALITY_NONSPACING_MARK -> true;
            default -> false;
        };
    }
}
