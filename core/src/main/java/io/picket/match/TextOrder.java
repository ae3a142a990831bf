package io.picket.match;

/** The order of keyword fields: that of the UTF-8 bytes, which is that of the code points. */
final class TextOrder {

    private TextOrder() {}

    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Code points above 0xFFFF are written with surrogates, which as characters stand below 0xE000.
                boolean astralX = Character.isSurrogate(x);
                boolean astralY = Character.isSurrogate(y);
                return astralX == astralY ? Character.compare(x, y) : astralX ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
