package io.picket.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A group that met its threshold on the stream clock: just now, waiting for room under {@code max_signals}, raised and
 * growing, or folded into the overflow record.
 */
final class Episode {

    /** How far an episode has come. */
    enum Stage {
        /** Met the threshold at the present moment, whose events are not all there yet. */
        CROSSED,
        /** Beyond {@code max_signals}: may be raised when the next interval begins. */
        WAITING,
        /** An alert that grows. */
        OPEN,
        /** Beyond what can wait: counted, not raised; may cross again in the next interval. */
        FOLDED
    }

    final GroupKey key;
    /** The group's number, held as long as the episode lasts. */
    final int group;

    final long start;
    Stage stage = Stage.CROSSED;
    long raised;
    boolean exact;
    boolean countExact;

    @Nullable GroupTally tally;
    /** At how many distinct values or events the alert's growth is told next. */
    long nextNews;

    Episode(GroupKey key, int group, long start) {
        this.key = key;
        this.group = group;
        this.start = start;
    }

    /** The tally of an open episode. */
    GroupTally open() {
        GroupTally open = tally;
        if (open == null) {
            throw new IllegalStateException("episode of " + key + " is not open");
        }
        return open;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(group);
        out.writeLong(start);
        out.writeUTF(stage.name());
        out.writeLong(raised);
        out.writeBoolean(exact);
        out.writeBoolean(countExact);
        out.writeLong(nextNews);
        out.writeBoolean(tally != null);
        if (tally != null) {
            tally.write(out);
        }
    }

    /** Reads an episode and holds its group. */
    static Episode read(DataInputStream in, Window.Numbers numbers, ThresholdPlan plan, Window window)
            throws IOException {
        int group = numbers.groups().here(in.readInt());
        window.groups.retain(group);
        Episode episode = new Episode(new GroupKey(window.groups.bytes(group)), group, in.readLong());
        episode.stage = Stage.valueOf(in.readUTF());
        episode.raised = in.readLong();
        episode.exact = in.readBoolean();
        episode.countExact = in.readBoolean();
        episode.nextNews = in.readLong();
        if (in.readBoolean()) {
            GroupTally tally = new GroupTally(plan, window);
            tally.read(in, numbers);
            episode.tally = tally;
        }
        return episode;
    }
}
