package io.keelstream.canary.sampleratio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleRatioTest {

    @Test
    void routerThatSendsAFifthOfTheRequestedShareIsNoticed() {
        SampleRatio ratio = SampleRatio.none();
        for (int tick = 0; tick < 60; tick++) {
            ratio = ratio.after(50, 10);
        }

        assertThat(ratio.logE(0.5)).isGreaterThan(Math.log(100));
    }

    @Test
    void shareAskedForIsNoAlarmHoweverMuchTraffic() {
        SampleRatio ratio = SampleRatio.none();
        for (int tick = 0; tick < 100_000; tick++) {
            ratio = ratio.after(950, 52);
        }

        assertThat(ratio.logE(0.05)).isLessThan(0);
    }
}
