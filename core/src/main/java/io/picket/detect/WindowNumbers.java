package io.picket.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Numbers of a dictionary in a snapshot, and what they are called in the dictionary that takes it up. Words are held
 * until {@link #release}, so that the owner can take them one by one.
 */
final class WindowNumbers {

    private final WindowDictionary dictionary;
    private final int[] here;
    private final boolean[] isKnown;

    private WindowNumbers(WindowDictionary dictionary, int count) {
        this.dictionary = dictionary;
        this.here = new int[count];
        this.isKnown = new boolean[count];
    }

    static void write(WindowDictionary dictionary, DataOutputStream out) throws IOException {
        out.writeInt(dictionary.numbers());
        out.writeInt(dictionary.size());
        for (int number = 0; number < dictionary.numbers(); number++) {
            if (dictionary.isLive(number)) {
                byte[] bytes = dictionary.bytes(number);
                out.writeInt(number);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    static WindowNumbers read(WindowDictionary dictionary, DataInputStream in) throws IOException {
        WindowNumbers numbers = new WindowNumbers(dictionary, in.readInt());
        for (int left = in.readInt(); left > 0; left--) {
            int number = in.readInt();
            byte[] bytes = in.readNBytes(in.readInt());
            numbers.here[number] = dictionary.acquire(bytes, 0, bytes.length);
            numbers.isKnown[number] = true;
        }
        return numbers;
    }

    /** A number or {@link Sighting#NONE}. */
    int here(int there) {
        return there == Sighting.NONE ? there : here[there];
    }

    /** A value: itself if it is small, else a word. */
    int value(int there) {
        return there >= ThresholdPlan.WORD ? ThresholdPlan.WORD + here[there - ThresholdPlan.WORD] : there;
    }

    void release() {
        for (int number = 0; number < here.length; number++) {
            if (isKnown[number]) {
                dictionary.release(here[number]);
            }
        }
    }
}
