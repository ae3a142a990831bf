package io.picket.detect;

import io.picket.alert.ThresholdSightings.Outcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * One value of one event in one group, as numbers: what a record of the {@link WindowLog} holds. Written over for each;
 * words are numbers of the rule's {@link WindowDictionary}.
 */
final class Sighting {

    /** No value, word or port. */
    static final int NONE = -1;

    long time;
    /** A whole number below {@link ThresholdPlan#WORD}, a word's number above it, or {@link #NONE}. */
    int value = NONE;

    boolean isFirstOfEvent;
    boolean isFirstInGroup;
    /** Code of an {@link Outcome}. */
    int outcome = Outcome.UNKNOWN.code();
    /** How {@link #idHigh} and {@link #idLow} spell the event's id: one of {@link EventIds}. */
    int idForm;

    long idHigh;
    long idLow;
    /** The word of an address; when {@link #isTargetV4}, the address itself. */
    int target = NONE;
    /** Most targets are IPv4, whose bits fit where a word's number would stand. */
    boolean isTargetV4;

    int port = NONE;
    /** A word of the dictionary of details. */
    int detail = NONE;

    int command = NONE;

    /** The words it names, all records of an event the same, but for its value and its detail. */
    void forEachWord(IntConsumer each) {
        if (idForm == EventIds.WORD) {
            each.accept((int) idLow);
        }
        if (target != NONE && !isTargetV4) {
            each.accept(target);
        }
        if (command != NONE) {
            each.accept(command);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(time);
        out.writeInt(value);
        out.writeBoolean(isFirstOfEvent);
        out.writeBoolean(isFirstInGroup);
        out.writeByte(outcome);
        out.writeByte(idForm);
        out.writeLong(idHigh);
        out.writeLong(idLow);
        out.writeBoolean(isTargetV4);
        out.writeInt(target);
        out.writeInt(port);
        out.writeInt(detail);
        out.writeInt(command);
    }

    void read(DataInputStream in, Window.Numbers numbers) throws IOException {
        WindowNumbers words = numbers.words();
        time = in.readLong();
        value = words.value(in.readInt());
        isFirstOfEvent = in.readBoolean();
        isFirstInGroup = in.readBoolean();
        outcome = in.readByte();
        idForm = in.readByte();
        idHigh = in.readLong();
        idLow = in.readLong();
        idLow = idForm == EventIds.WORD ? words.here((int) idLow) : idLow;
        isTargetV4 = in.readBoolean();
        target = in.readInt();
        target = isTargetV4 ? target : words.here(target);
        port = in.readInt();
        detail = numbers.details().here(in.readInt());
        command = words.here(in.readInt());
    }
}
