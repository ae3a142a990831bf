package io.picket.detect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** The frame of a threshold detector's snapshot: a version, the clock, what is counted, and then the state. */
final class Snapshots {

    static final byte VERSION = 1;

    @FunctionalInterface
    interface Write {
        void to(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    interface ReadState {
        void from(DataInputStream in) throws IOException;
    }

    private Snapshots() {}

    static byte[] write(Clock clock, ThresholdPlan plan, Write state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(clock.name());
            out.writeUTF(plan.signature());
            state.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static void read(byte[] snapshot, Clock clock, ThresholdPlan plan, ReadState state) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a snapshot of version " + version + ", not " + VERSION);
            }
            String[] found = {in.readUTF(), in.readUTF()};
            String[] wanted = {clock.name(), plan.signature()};
            if (!Arrays.equals(found, wanted)) {
                throw new IllegalArgumentException(
                        "a snapshot of " + Arrays.toString(found) + ", not of " + Arrays.toString(wanted));
            }
            state.from(in);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("not a whole snapshot", e);
        }
    }
}
