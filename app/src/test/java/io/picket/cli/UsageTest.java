package io.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    /** Also where something is missing: what is missing is often what the misspelt option was given. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--foo",
                "hunt --foo",
                "hunt --foo x",
                "query --foo",
                "query --foo x",
                "explain --foo",
                "rules --foo",
                "rules check --foo",
                "rules support --foo",
                "rules list --foo",
                "rules show --foo",
                "rules example --foo"
            })
    void anUnknownOptionIsNamed(String line) {
        Ran ran = Ran.picket((Object[]) line.split(" "));

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).startsWith("picket: Unknown option: '--foo'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunt",
                "query",
                "explain",
                "rules",
                "rules check",
                "rules support",
                "rules list",
                "rules show",
                "rules example"
            })
    void everyCommandIsKnownByItsName_andListedWithTheOthers(String name) {
        assertThat(Ran.picket((Object[]) (name + " --help").split(" ")).out()).startsWith("Usage: picket " + name);

        int last = name.lastIndexOf(' ');
        String parent = last < 0 ? "help" : name.substring(0, last);
        assertThat(Ran.picket(parent).out()).contains("\n  " + name.substring(last + 1) + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hnt", "rules suport"})
    void ofAMisspeltCommandTheNearestIsNamed(String line) {
        assertThat(Ran.picket((Object[]) line.split(" ")).err()).containsAnyOf("picket hunt", "rules support");
    }
}
