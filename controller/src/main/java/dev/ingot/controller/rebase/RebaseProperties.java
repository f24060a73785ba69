package dev.ingot.controller.rebase;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.rebase.*`.
 *
 * @param automatic whether all apps of a stack are rebased when it gets another run image
 * @param wavePercent apps that are replaced at once, in percent of those affected, 1 to 100; at least one app
 * @param settle how long a wave is watched after its last app was replaced; an app that is not healthy then makes the wave go back
 * @param kept ended rebases that can still be read
 */
@ConfigurationProperties("ingot.rebase")
public record RebaseProperties(@DefaultValue("true") boolean automatic, @DefaultValue("10") int wavePercent, @DefaultValue("15s") Duration settle,
    @DefaultValue("50") int kept) {
  public RebaseProperties {
    if (wavePercent < 1 || wavePercent > 100 || settle.isNegative() || kept < 1) {
      throw new IllegalArgumentException("ingot.rebase: wave-percent must be 1 to 100, settle not negative, kept at least 1");
    }
  }
}
