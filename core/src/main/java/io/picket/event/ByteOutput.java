package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes written one after the other into an array that grows. */
public final class ByteOutput {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COUNT_BYTES_MAX = 5;

    private byte[] bytes;
    private int size;

    public ByteOutput() {
        this(1024);
    }

    /** One with room for so many bytes before it has to grow. */
    public ByteOutput(int room) {
        bytes = new byte[room];
    }

    /** The array; what was written lies in its first {@link #size} bytes. Another array after it had to grow. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the array. */
    public void clear() {
        size = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** One byte. */
    public void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** Bytes as they are. */
    public void put(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** Eight bytes, lowest first. */
    public void putLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** Eight bytes as {@link #putLong} wrote them. */
    public static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** A number from 0 up, seven bits a byte, lowest first; the high bit says that more follow. */
    public void putCount(int value) {
        room(COUNT_BYTES_MAX);
        if (value <= 0x7F) {
            bytes[size++] = (byte) value;
            return;
        }
        int rest = value;
        while (rest > 0x7F) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A number as {@link #putCount} wrote it, from 0 up; it took {@link #countBytes}. */
    public static int countAt(byte[] bytes, int at) {
        int value = bytes[at];
        for (int shift = 7, next = at + 1; value < 0; shift += 7, next++) {
            value = value & (1 << shift) - 1 | bytes[next] << shift;
        }
        return value;
    }

    /** How many bytes {@link #putCount} needs. */
    public static int countBytes(int value) {
        return 1 + (31 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void room(int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, size + (size >> 1)));
        }
    }
}
