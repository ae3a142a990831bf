package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a million live (group, value) entries take, by the heap's own account and by the detector's estimate. */
class WindowMemoryTest {

    private static final int ENTRIES = 1_000_000;
    private static final int VALUES_PER_GROUP = 5;
    private static final long MOST = 64_000_000;

    @Test
    void aMillionEntriesFitIn64Megabytes() {
        long before = usedHeap();
        WindowDriver window = new WindowDriver(540_000, 250);
        for (int i = 0; i < ENTRIES; i++) {
            byte[] key = ByteBuffer.allocate(10).putInt(i / VALUES_PER_GROUP).array();
            window.add(key, i % VALUES_PER_GROUP, i / 2);
        }
        assertThat(window.entries()).isEqualTo(ENTRIES);
        long measured = usedHeap() - before;
        assertThat(measured).as("measured heap").isLessThan(MOST);
        assertThat(window.stateBytes())
                .as("estimate of %d measured bytes", measured)
                .isBetween(measured * 8 / 10, measured * 13 / 10);
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
