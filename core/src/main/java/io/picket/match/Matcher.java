package io.picket.match;

import io.picket.condition.Refusal;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Likeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conditions of a plan that an event meets. One a thread.
 *
 * <p>What: in three steps. The event's index and its common keys (category, system, dataset …) choose a
 * {@link Partition}, in which every condition is already reduced by them; most drop out here. The rarer keys the event
 * shows, looked up there, give the candidates. Each candidate's {@link Program} then decides. Why: asking every condition
 * is a thousand times too slow, and counting satisfied parts drowns in the common ones. Leaves and conjunctions that many
 * conditions share are asked at most once an event.
 *
 * <p>Which keys are rare is a guess at first ({@link Frequencies}). After some thousand events of a partition what they
 * showed is known, and it is made once more ({@link Sample}).
 *
 * <p>INVARIANT: answers remembered in {@code memo} carry the number of the event they belong to. Partitions are made as
 * kinds of events turn up and kept up to {@link #PARTITION_BYTES_MAX}; beyond that, events of new kinds go the general
 * way, which is right as well but finds more candidates. Nothing is allocated for an event of a kind and size seen
 * before, unless a leaf is {@link Leaf.Plain}. Plain twin: {@link Evaluator}.
 */
@HotPath("runs for every event: MatchBenchmark")
public final class Matcher {

    /** Most memory for partitions, in bytes. */
    static final int PARTITION_BYTES_MAX = 64 << 20;

    /** Most index names remembered; a source that makes up more costs time, not memory. */
    static final int INDEX_NAMES_MAX = 10_000;

    private static final int STAMP_MAX = 1 << 30;

    /** Likenesses of which something is remembered. */
    private static final int ALIKE_MAX = 64;

    /** Of so many events one is looked at for what it shows; a power of two. */
    private static final int SAMPLED = 32;

    /** How many events of a partition are looked at so. */
    private static final int SAMPLES = 128;

    private static final int UNKNOWN = Program.REJECT - 1;

    // what a leaf says of all events that are alike
    private static final byte UNASKED = 0;
    private static final byte VARIES = 1;
    private static final byte HOLDS = 2;
    private static final byte FAILS = 3;

    /** Branches of a condition's code that are followed to learn that it cannot be met. */
    private static final int BRANCHES_MAX = 200;

    /** Partitions remembered of one likeness. */
    private static final int PARTITIONS_MAX = 16;

    /**
     * What holds for all events of one {@link Likeness} that come in indices of one offer: the common keys that their
     * fixed fields show, and in each partition the candidates found by fixed fields. Only the fields that vary are looked
     * at again.
     */
    private static final class Alike {
        final Likeness likeness;
        final Offer offer;
        final long[] signature;
        final int[] varyingCommon;
        final List<Proposals> proposals = new ArrayList<>();

        /** Where no common key varies: those of the one partition. */
        @Nullable Proposals only;

        /** By leaf: what it says of all of them, as far as it was asked. */
        final byte[] answers;

        /** By condition: where its code starts when the tests of fixed fields are behind, or {@link #UNKNOWN}. */
        final int[] entries;

        Alike(Likeness likeness, Offer offer, long[] signature, int[] varyingCommon, int conditions, int leaves) {
            this.likeness = likeness;
            this.answers = new byte[leaves];
            this.entries = new int[conditions];
            Arrays.fill(entries, UNKNOWN);
            this.offer = offer;
            this.signature = signature;
            this.varyingCommon = varyingCommon;
        }

        /** The partition is no more. */
        void forget(Partition partition) {
            proposals.removeIf(known -> known.partition == partition);
            only = null;
        }
    }

    /** In one partition, the candidates by fixed fields and the slots that are still to be looked up. */
    private static final class Proposals {
        final Partition partition;
        final int[] candidates;
        final int[] slots;

        Proposals(Partition partition, int[] candidates, int[] slots) {
            this.partition = partition;
            this.candidates = candidates;
            this.slots = slots;
        }
    }

    private final MatchPlan plan;
    private final Partitioner partitioner;
    private final FieldTable table;
    private final Column[] columns;
    private final Values values;
    private final int[] code;
    private final int[] entries;
    private final int[] shared;
    private final Leaf[] leaves;

    private final int[] memo;
    private int stamp;

    private final int[] commonSlots;
    private final byte[] commonWays;
    private final long[] signature;

    private final long[] candidates;
    private final long[] candidateWords;
    private int[] matched = new int[64];
    private int matchedCount;
    private long candidatesRun;
    private long candidatesBefore;
    private int branchesLeft;

    private final Map<String, Offer> offersByName = new HashMap<>();
    private final Map<BitSet, Offer> offers = new HashMap<>();
    private final @Nullable Alike[] alike = new Alike[ALIKE_MAX];
    private String lastIndex = "";
    private @Nullable Offer lastOffer;
    private final int partitionBytesMax;
    private final int sampled;
    private final int samples;
    private long partitionBytes;

    /** The conditions that events of some indices are offered to, and the partitions made for them. */
    private static final class Offer {
        final BitSet conditions;
        final SignatureTable partitions = new SignatureTable();

        @Nullable Partition general;

        Offer(BitSet conditions) {
            this.conditions = conditions;
        }
    }

    public Matcher(MatchPlan plan) {
        this(plan, PARTITION_BYTES_MAX, SAMPLED, SAMPLES);
    }

    Matcher(MatchPlan plan, int partitionBytesMax, int sampled, int samples) {
        this.plan = plan;
        this.sampled = sampled;
        this.samples = samples;
        this.partitionBytesMax = partitionBytesMax;
        this.partitioner = new Partitioner(plan.graph, plan.keys, plan.roots, plan.columns.length);
        this.table = plan.table;
        this.columns = plan.columns;
        this.values = new Values(
                plan.columns,
                plan.keys.count(),
                plan.evaluator,
                new NamedConditions(plan.overNames, plan.types),
                new Event(plan.table));
        this.code = plan.program.code;
        this.entries = plan.program.entries;
        this.shared = plan.program.shared;
        this.leaves = plan.program.leaves;
        this.memo = new int[leaves.length + shared.length];
        this.signature = new long[partitioner.signatureWords];
        this.candidates = new long[(plan.size() + 63) / 64];
        this.candidateWords = new long[(candidates.length + 63) / 64];
        this.commonWays = new byte[columns.length];
        for (int key = 0; key < plan.keys.count(); key++) {
            if (partitioner.commonBit[key] >= 0) {
                commonWays[plan.keys.slot(key)] |= plan.keys.way(key);
            }
        }
        IntArray slots = new IntArray();
        for (int slot = 0; slot < columns.length; slot++) {
            if (commonWays[slot] != 0) {
                slots.add(slot);
            }
        }
        this.commonSlots = slots.toArray();
    }

    /**
     * Finds the conditions that the event meets and says how many; {@link #matched} gives their numbers until the next
     * call.
     *
     * @param event one that was filled for the plan's own table
     */
    public int match(Event event) {
        if (event.fields() != table) {
            throw new IllegalArgumentException("The event was read for another field table than the plan was made for");
        }
        if (++stamp == STAMP_MAX) {
            Arrays.fill(memo, 0);
            stamp = 1;
        }
        candidatesBefore = candidatesRun;
        values.begin(event);
        Offer offer = offer(event.index());
        Likeness likeness = event.likeness();
        if (likeness == null) {
            Arrays.fill(signature, 0);
            sign(event, commonSlots);
            Partition partition = partition(offer);
            proposeAll(event, partition);
            decide(null);
            learn(event, offer, partition);
        } else {
            learn(event, offer, matchAlike(event, alike(event, likeness, offer)));
        }
        return matchedCount;
    }

    /** The number of a condition that the event meets, in ascending order, for 0 to what {@link #match} said. */
    public int matched(int i) {
        return matched[i];
    }

    /** How many candidates have been decided since the matcher was made. */
    public long candidatesRun() {
        return candidatesRun;
    }

    // ---- which partition ----

    /** The partition of the event whose common keys are in {@link #signature}. */
    private Partition partition(Offer offer) {
        Partition found = offer.partitions.find(signature);
        return found != null ? found : newPartition(offer);
    }

    private void sign(Event event, int[] slots) {
        for (int slot : slots) {
            if (event.has(slot)) {
                sign(event, slot);
            }
        }
    }

    private void sign(Event event, int slot) {
        byte ways = commonWays[slot];
        Column column = columns[slot];
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            if ((ways & Keys.TEXT) != 0 && column.texts != null) {
                sign(values.textKey(value, column.texts));
            }
            if ((ways & Keys.FOLD) != 0 && column.folds != null) {
                sign(values.foldKey(value, column.folds));
            }
            if ((ways & Keys.NUMBER) != 0) {
                sign(values.numberKey(value, column));
            }
        }
    }

    private void sign(int key) {
        int bit = key < 0 ? -1 : partitioner.commonBit[key];
        if (bit >= 0) {
            signature[bit >> 6] |= 1L << bit;
        }
    }

    private Partition newPartition(Offer offer) {
        if (partitionBytes < partitionBytesMax) {
            Partition made = partitioner.partition(offer.conditions, signature, null);
            made.sample = new Sample(signature.clone());
            partitionBytes += made.bytes();
            offer.partitions.put(made.sample.signature, made);
            return made;
        }
        Partition general = offer.general;
        if (general == null) {
            general = partitioner.partition(offer.conditions, null, null);
            offer.general = general;
            partitionBytes += general.bytes();
        }
        return general;
    }

    private Offer offer(String index) {
        Offer last = lastOffer;
        if (last != null && lastIndex.equals(index)) {
            return last;
        }
        Offer offer = offersByName.get(index);
        if (offer == null) {
            if (offersByName.size() >= INDEX_NAMES_MAX || partitionBytes > 2L * partitionBytesMax) {
                offersByName.clear();
                offers.clear();
                partitionBytes = 0;
            }
            offer = offers.computeIfAbsent(plan.offered(index), Offer::new);
            offersByName.put(index, offer);
        }
        lastIndex = index;
        lastOffer = offer;
        return offer;
    }

    // ---- which keys are rare in a partition ----

    /** Takes down now and then what an event shows, and makes its partition anew when that is enough. */
    private void learn(Event event, Offer offer, Partition partition) {
        Sample sample = (stamp & sampled - 1) == 0 ? partition.sample : null;
        if (sample == null) {
            return;
        }
        for (int i = 0; i < event.touchedCount(); i++) {
            int slot = event.touchedSlot(i);
            if (columns[slot] != null) {
                show(event, columns[slot], sample);
            }
        }
        sample.endEvent((int) (candidatesRun - candidatesBefore) - matchedCount);
        if (sample.events() < samples) {
            return;
        }
        partition.sample = null;
        partitionBytes -= Sample.BYTES_MAX;
        if (sample.isWorthIt()) {
            Partition made = partitioner.partition(offer.conditions, sample.signature, sample);
            partitionBytes += made.bytes() - partition.bytes();
            offer.partitions.replace(sample.signature, made);
            for (Alike known : alike) {
                if (known != null) {
                    known.forget(partition);
                }
            }
        }
    }

    private void show(Event event, Column column, Sample sample) {
        int slot = column.slot;
        sample.shows(column.presence);
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            if (column.texts != null) {
                sample.shows(values.textKey(value, column.texts));
            }
            if (column.folds != null) {
                sample.shows(values.foldKey(value, column.folds));
            }
            if (column.wholes != null || column.fractions != null) {
                sample.shows(values.numberKey(value, column));
            }
        }
        values.findLiterals(slot);
        values.findRanges(slot);
        values.findWords(slot);
        showSeen(values.literalsFrom(slot), values.literalsTo(slot), sample);
        showSeen(values.rangesFrom(slot), values.rangesTo(slot), sample);
        showSeen(values.wordsFrom(slot), values.wordsTo(slot), sample);
    }

    private void showSeen(int from, int to, Sample sample) {
        for (int i = from; i < to; i++) {
            sample.shows(values.seen(i));
        }
    }

    // ---- which candidates ----

    private void proposeAll(Event event, Partition partition) {
        for (int condition : partition.always) {
            propose(condition);
        }
        for (int i = 0; i < event.touchedCount(); i++) {
            int slot = event.touchedSlot(i);
            byte ways = partition.ways[slot];
            if (ways != 0) {
                look(event, slot, ways, partition);
            }
        }
    }

    private Partition matchAlike(Event event, Alike known) {
        Proposals proposals = known.only;
        if (proposals == null) {
            System.arraycopy(known.signature, 0, signature, 0, signature.length);
            sign(event, known.varyingCommon);
            proposals = proposals(event, known, partition(known.offer));
            if (known.varyingCommon.length == 0) {
                known.only = proposals;
            }
        }
        if (proposals.slots.length == 0) {
            matchedCount = 0;
            for (int condition : proposals.candidates) {
                decide(condition, known);
            }
            return proposals.partition;
        }
        for (int condition : proposals.candidates) {
            propose(condition);
        }
        for (int slot : proposals.slots) {
            if (event.has(slot)) {
                look(event, slot, proposals.partition.ways[slot], proposals.partition);
            }
        }
        decide(known);
        return proposals.partition;
    }

    private Alike alike(Event event, Likeness likeness, Offer offer) {
        int place = likeness.number() & ALIKE_MAX - 1;
        Alike known = alike[place];
        if (known != null && known.likeness == likeness && known.offer == offer) {
            return known;
        }
        IntArray varying = new IntArray();
        Arrays.fill(signature, 0);
        for (int slot : commonSlots) {
            if (!likeness.isFixed(slot)) {
                varying.add(slot);
            } else if (event.has(slot)) {
                sign(event, slot);
            }
        }
        Alike made = new Alike(likeness, offer, signature.clone(), varying.toArray(), entries.length, leaves.length);
        alike[place] = made;
        return made;
    }

    private Proposals proposals(Event event, Alike known, Partition partition) {
        for (Proposals proposals : known.proposals) {
            if (proposals.partition == partition) {
                return proposals;
            }
        }
        IntArray slots = new IntArray();
        for (int condition : partition.always) {
            propose(condition);
        }
        for (int slot = 0; slot < columns.length; slot++) {
            byte ways = partition.ways[slot];
            if (ways != 0 && !known.likeness.isFixed(slot)) {
                slots.add(slot);
            } else if (ways != 0 && event.has(slot)) {
                look(event, slot, ways, partition);
            }
        }
        Proposals made = new Proposals(partition, takeProposed(known), slots.toArray());
        if (known.proposals.size() == PARTITIONS_MAX) {
            known.proposals.clear();
        }
        known.proposals.add(made);
        return made;
    }

    /** The candidates proposed so far that may still be met; then none are proposed. */
    private int[] takeProposed(Alike known) {
        IntArray proposed = new IntArray();
        for (int word = 0; word < candidates.length; word++) {
            for (long left = candidates[word]; left != 0; left &= left - 1) {
                int condition = word << 6 | Long.numberOfTrailingZeros(left);
                if (entry(condition, known) != Program.REJECT) {
                    proposed.add(condition);
                }
            }
        }
        Arrays.fill(candidates, 0);
        Arrays.fill(candidateWords, 0);
        return proposed.toArray();
    }

    private void look(Event event, int slot, byte ways, Partition partition) {
        Column column = columns[slot];
        if ((ways & Keys.PRESENCE) != 0) {
            propose(partition, column.presence);
        }
        ByteTable texts = (ways & Keys.TEXT) != 0 ? column.texts : null;
        ByteTable folds = (ways & Keys.FOLD) != 0 ? column.folds : null;
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            if (texts != null) {
                propose(partition, values.textKey(value, texts));
            }
            if (folds != null) {
                propose(partition, values.foldKey(value, folds));
            }
            if ((ways & Keys.NUMBER) != 0) {
                propose(partition, values.numberKey(value, column));
            }
        }
        if ((ways & Keys.LITERAL) != 0) {
            values.findLiterals(slot);
            lookAmongSeen(values.literalsFrom(slot), values.literalsTo(slot), partition);
        }
        if ((ways & Keys.RANGE) != 0) {
            values.findRanges(slot);
            lookAmongSeen(values.rangesFrom(slot), values.rangesTo(slot), partition);
        }
        if ((ways & Keys.WORD) != 0) {
            values.findWords(slot);
            lookAmongSeen(values.wordsFrom(slot), values.wordsTo(slot), partition);
        }
    }

    private void lookAmongSeen(int from, int to, Partition partition) {
        for (int i = from; i < to; i++) {
            propose(partition, values.seen(i));
        }
    }

    private void propose(Partition partition, int key) {
        int at = key < 0 ? -1 : partition.find(key);
        if (at < 0) {
            return;
        }
        int condition = partition.condition(at);
        while (condition >= 0) {
            propose(condition);
            condition = partition.condition(++at);
        }
        propose(~condition);
    }

    private void propose(int condition) {
        candidates[condition >> 6] |= 1L << condition;
        candidateWords[condition >> 12] |= 1L << (condition >> 6);
    }

    // ---- which matches ----

    /** Decides the candidates in ascending order and forgets them. */
    private void decide(@Nullable Alike known) {
        matchedCount = 0;
        for (int group = 0; group < candidateWords.length; group++) {
            long words = candidateWords[group];
            candidateWords[group] = 0;
            while (words != 0) {
                int word = group << 6 | Long.numberOfTrailingZeros(words);
                words &= words - 1;
                long left = candidates[word];
                candidates[word] = 0;
                while (left != 0) {
                    int condition = word << 6 | Long.numberOfTrailingZeros(left);
                    left &= left - 1;
                    decide(condition, known);
                }
            }
        }
    }

    private void decide(int condition, @Nullable Alike known) {
        candidatesRun++;
        if (holds(known == null ? entries[condition] : entry(condition, known), known)) {
            take(condition);
        }
    }

    private void take(int condition) {
        if (matchedCount == matched.length) {
            matched = Arrays.copyOf(matched, matchedCount * 2);
        }
        matched[matchedCount++] = condition;
    }

    // ---- what fixed fields decide for all events that are alike ----

    private int entry(int condition, Alike known) {
        int entry = known.entries[condition];
        if (entry == UNKNOWN) {
            branchesLeft = BRANCHES_MAX;
            entry = canAccept(entries[condition], known.likeness)
                    ? past(entries[condition], known.likeness)
                    : Program.REJECT;
            known.entries[condition] = entry;
        }
        return entry;
    }

    /** The first place in the code from here on that a varying field decides, or the answer. */
    private int past(int entry, Likeness likeness) {
        int at = entry;
        while (at >= 0) {
            int answer = fixedAnswer(code[at], likeness);
            if (answer < 0) {
                return at;
            }
            at = answer == 1 ? code[at + 1] : code[at + 2];
        }
        return at;
    }

    private boolean canAccept(int entry, Likeness likeness) {
        int at = past(entry, likeness);
        return at < 0
                ? at == Program.ACCEPT
                : --branchesLeft < 0 || canAccept(code[at + 1], likeness) || canAccept(code[at + 2], likeness);
    }

    /** 1 or 0 if fixed fields alone decide the test, else -1. */
    private int fixedAnswer(int test, Likeness likeness) {
        if (test >= leaves.length) {
            int answer = past(shared[test - leaves.length], likeness);
            return answer >= 0 ? -1 : answer == Program.ACCEPT ? 1 : 0;
        }
        byte answer = answer(leaves[test], likeness);
        return answer == VARIES ? -1 : answer == HOLDS ? 1 : 0;
    }

    /** Runs code. Recursion is as deep as shared conjunctions stand in each other, which {@link Refusal} limits. */
    private boolean holds(int entry, @Nullable Alike alike) {
        int at = entry;
        while (at >= 0) {
            int test = code[at];
            int known = memo[test];
            boolean holds;
            if (known >> 1 == stamp) {
                holds = (known & 1) != 0;
            } else {
                holds = test >= leaves.length
                        ? holds(shared[test - leaves.length], alike)
                        : alike == null ? leaves[test].holds(values) : leafHolds(test, alike);
                memo[test] = stamp << 1 | (holds ? 1 : 0);
            }
            at = holds ? code[at + 1] : code[at + 2];
        }
        return at == Program.ACCEPT;
    }

    private boolean leafHolds(int leaf, Alike alike) {
        byte answer = alike.answers[leaf];
        if (answer == UNASKED) {
            answer = answer(leaves[leaf], alike.likeness);
            alike.answers[leaf] = answer;
        }
        return answer == VARIES ? leaves[leaf].holds(values) : answer == HOLDS;
    }

    private byte answer(Leaf leaf, Likeness likeness) {
        return !leaf.isOfOneField() || !likeness.isFixed(leaf.slot) ? VARIES : leaf.holds(values) ? HOLDS : FAILS;
    }
}
