package io.picket.pipeline;

/** What a file is by its first bytes. */
enum Signature {
    GZIP(""),
    ZSTD(""),
    ZIP("is a ZIP archive, which Picket does not open; unpack it"),
    BZIP2("is compressed with bzip2, which Picket does not read; unpack it (bunzip2), or use gzip or zstd"),
    XZ("is compressed with xz, which Picket does not read; unpack it (unxz), or use gzip or zstd"),
    UTF_16("is text in UTF-16, and Picket reads UTF-8; convert it (iconv -f UTF-16 -t UTF-8)"),
    OTHER("");

    /** How many bytes are looked at. */
    static final int BYTES = 4;

    private final String complaint;

    Signature(String complaint) {
        this.complaint = complaint;
    }

    /** What is wrong with such a file and what to do; empty if it can be read. */
    String complaint() {
        return complaint;
    }

    /** Of a file's first bytes; there may be fewer than {@link #BYTES}. */
    static Signature of(byte[] head, int length) {
        int word = 0;
        for (int i = 0; i < BYTES; i++) {
            word = word << 8 | (i < length ? head[i] & 0xFF : 0);
        }
        return switch (word >>> 16) {
            case 0x1F8B -> GZIP;
            case 0xFEFF, 0xFFFE -> UTF_16;
            default ->
                switch (word) {
                    case 0x28B52FFD -> ZSTD;
                    case 0x504B0304 -> ZIP;
                    case 0xFD377A58 -> XZ;
                    default ->
                        word >>> 8 == 0x425A68 ? BZIP2 : length == BYTES && isEveryOtherNull(word) ? UTF_16 : OTHER;
                };
        };
    }

    /** ASCII in UTF-16 without a mark, in either order of bytes. */
    private static boolean isEveryOtherNull(int word) {
        int high = word & 0xFF00FF00;
        int low = word & 0x00FF00FF;
        return word != 0 && (high == 0 && hasBoth(low << 8) || low == 0 && hasBoth(high));
    }

    private static boolean hasBoth(int high) {
        return high >>> 24 != 0 && (high & 0xFF00) != 0;
    }
}
