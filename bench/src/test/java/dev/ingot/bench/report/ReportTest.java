package dev.ingot.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bench.measure.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Samples OURS = Samples.of("ours", 30, 10, 20);
  private static final Samples PEER = Samples.of("peer", 8, 10, 12);

  @Test
  void ratioAboveBudget_isToldAsNotKept() {
    assertThat(page(Row.against("start", "ms", OURS, PEER, 1.9, "≤ 1.9 × peer"))).contains("2.00 × peer", "NOT kept", "30.0 10.0 20.0");
  }

  @Test
  void ratioAtBudget_isKept() {
    assertThat(page(Row.against("start", "ms", OURS, PEER, 2, "≤ 2 × peer"))).contains("| kept ").doesNotContain("NOT kept");
  }

  @Test
  void fixedLimit_isHeldAgainstTheMedian() {
    assertThat(Row.limit("memory", "MB", OURS, 20, "≤ 20 MB").kept()).isTrue();
    assertThat(Row.limit("memory", "MB", OURS, 19, "≤ 19 MB").kept()).isFalse();
  }

  @Test
  void whatCouldNotBeMeasured_isInTheReportWithItsReason() {
    Report report = new Report();
    report.failed("Push", "how", "no dockerd");
    assertThat(report.hasFailures()).isTrue();
    assertThat(report.page(List.of())).contains("## Push", "Not measured in this run: no dockerd");
  }

  @Test
  void columnsOfATable_areAligned() {
    Report report = new Report();
    report.add("t", "m", List.of(Row.plain("short", "s", PEER), Row.plain("a much longer name", "s", PEER)));
    assertThat(report.page(List.of()).lines().filter(line -> line.startsWith("|")).map(String::length).distinct()).hasSize(1);
  }

  private static String page(Row row) {
    Report report = new Report();
    report.add("title", "method", List.of(row));
    return report.page(List.of("machine"));
  }
}
