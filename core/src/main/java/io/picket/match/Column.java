package io.picket.match;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all conditions together want to know of one field: tables from values to keys. A key is the number of one fact
 * that an event can show ("process.name is cmd.exe", "the fold of url.path holds /admin"); keys are numbered over all
 * fields. Filled while a plan is made, only read afterwards.
 */
final class Column {

    /** There is no key: the value is not one that any condition names. */
    static final int NO_KEY = -1;

    final Field field;
    final int slot;

    /** The key of the fact that the field has any value. */
    final int presence;

    @Nullable ByteTable texts;

    @Nullable ByteTable folds;

    @Nullable LongTable wholes;

    @Nullable LongTable fractions;

    @Nullable ByteTable words;

    @Nullable LiteralAutomaton automaton;

    @Nullable IntervalTable intervals;

    private final ByteTable literalKeys = new ByteTable();
    private final LiteralAutomaton.Builder literals = new LiteralAutomaton.Builder();

    /** Ranges of addresses or, where the field holds integers or times, of {@link IntervalTable#place}s. */
    final IntervalTable.Builder ranges = new IntervalTable.Builder();

    Column(Field field, int slot, int presence) {
        this.field = field;
        this.slot = slot;
        this.presence = presence;
    }

    int textKey(byte[] text, IntSupplier supply) {
        ByteTable table = texts;
        if (table == null) {
            table = new ByteTable();
            texts = table;
        }
        return table.put(text, supply);
    }

    int foldKey(byte[] folded, IntSupplier supply) {
        ByteTable table = folds;
        if (table == null) {
            table = new ByteTable();
            folds = table;
        }
        return table.put(folded, supply);
    }

    int wordKey(byte[] word, IntSupplier supply) {
        return words().put(word, supply);
    }

    /** The table of words, made when the first condition wants words. */
    ByteTable words() {
        ByteTable table = words;
        if (table == null) {
            table = new ByteTable();
            words = table;
        }
        return table;
    }

    int wholeKey(long number, IntSupplier supply) {
        LongTable table = wholes;
        if (table == null) {
            table = new LongTable();
            wholes = table;
        }
        return table.put(number, supply);
    }

    int fractionKey(double number, IntSupplier supply) {
        LongTable table = fractions;
        if (table == null) {
            table = new LongTable();
            fractions = table;
        }
        return table.put(NumberBytes.bits(number), supply);
    }

    /** The key of the fact that the fold of a value holds this literal, or {@link #NO_KEY} if there is no room. */
    int literalKey(byte[] folded, IntSupplier supply) {
        byte[] literal = LiteralAutomaton.Builder.cut(folded);
        int known = literalKeys.find(literal, 0, literal.length);
        if (known >= 0 || !literals.hasRoom()) {
            return known;
        }
        int key = literalKeys.put(literal, supply);
        literals.add(literal, key);
        return key;
    }

    /** Whether values are read as numbers, not as addresses or text. */
    boolean isNumber() {
        return isNumber(field.type());
    }

    static boolean isNumber(FieldType type) {
        return switch (type) {
            case LONG, DOUBLE, BOOLEAN, DATE -> true;
            default -> false;
        };
    }

    void close() {
        automaton = literals.isEmpty() ? null : literals.build();
        intervals = ranges.isEmpty() ? null : ranges.build();
    }
}
