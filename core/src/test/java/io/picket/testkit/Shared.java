package io.picket.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The conformance material, which is not part of the project: suites, corpus and recordings under a folder
 * {@code shared} beside the checkout, or where the environment variable {@code PICKET_SHARED} says.
 */
public final class Shared {

    private static boolean said;

    private Shared() {}

    /** The path under the shared folder; where there is none the test is skipped, and one line says so. */
    public static Path path(String relative) {
        Optional<Path> root = root();
        if (root.isEmpty() && !said) {
            said = true;
            System.out.println(
                    "SKIPPED: conformance tests, no folder 'shared' beside the checkout (or set PICKET_SHARED)");
        }
        Assumptions.assumeTrue(root.isPresent(), "no conformance material");
        return root.orElseThrow().resolve(relative);
    }

    private static Optional<Path> root() {
        String named = System.getenv("PICKET_SHARED");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path sibling = at.resolveSibling("shared");
            if (Files.isDirectory(sibling.resolve("suites"))) {
                return Optional.of(sibling);
            }
        }
        return Optional.empty();
    }
}
