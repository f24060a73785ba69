package dev.ingot.controller.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.quota.ProcessChange.Size;
import dev.ingot.controller.quota.db.QuotaLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaRulesTest {
  private static final QuotaLimits LIMITS = new QuotaLimits(1000L, 500L, 4, 100L, false, 2, 2, 3, 1, 1, 2);

  @Test
  void nothing_is_exceeded_without_limits() {
    var all = new Usage(99, 99_999, 99_999, 99, 99, 99, 99, 99, 99);
    var demand = new Demand(all, 1 << 20, true, true);
    assertThat(QuotaRules.exceeded(QuotaLimits.unlimited(), all, demand)).isEmpty();
    assertThat(QuotaRules.concerned(QuotaLimits.unlimited(), demand)).isFalse();
  }

  @Test
  void the_last_megabyte_may_be_taken_and_no_more() {
    var used = Usage.ofProcesses(1, 700, 0);
    assertThat(QuotaRules.exceeded(LIMITS, used, Demand.of(Usage.ofTasks(0, 300, 0)))).isEmpty();
    assertThat(QuotaRules.exceeded(LIMITS, used, Demand.of(Usage.ofTasks(0, 301, 0)))).containsExactly(Limit.TOTAL_MEMORY);
  }

  @Test
  void asking_for_less_is_fine_where_there_is_too_much() {
    var used = Usage.ofProcesses(50, 9000, 9000);
    var down = new ProcessChange(new Size(true, 3, 600, -1), new Size(true, 2, 600, -1)).demand();
    assertThat(QuotaRules.exceeded(LIMITS, used, down)).isEmpty();
    assertThat(QuotaRules.exceeded(LIMITS, used, Demand.of(Usage.ofRoutes(1, 0)))).isEmpty();
  }

  @Test
  void a_process_of_a_stopped_app_uses_nothing() {
    var huge = new ProcessChange(new Size(false, 1, 64, 10), new Size(false, 100, 1 << 20, -1));
    assertThat(QuotaRules.exceeded(LIMITS, Usage.NONE, huge.demand())).isEmpty();
    var started = new ProcessChange(ProcessChange.NOTHING, new Size(true, 100, 1 << 20, -1));
    assertThat(QuotaRules.exceeded(LIMITS, Usage.NONE, started.demand()))
        .containsExactly(Limit.TOTAL_MEMORY, Limit.PROCESS_MEMORY, Limit.INSTANCES, Limit.UNLIMITED_LOG_RATE);
  }

  @Test
  void processes_that_start_together_are_added_up() {
    var half = new ProcessChange(ProcessChange.NOTHING, new Size(true, 1, 500, 50));
    var third = new ProcessChange(ProcessChange.NOTHING, new Size(true, 1, 1, 1));
    assertThat(QuotaRules.exceeded(LIMITS, Usage.NONE, half.demand().plus(half.demand()))).isEmpty();
    assertThat(QuotaRules.exceeded(LIMITS, Usage.NONE, half.demand().plus(half.demand()).plus(third.demand())))
        .containsExactly(Limit.TOTAL_MEMORY, Limit.LOG_RATE);
  }

  @Test
  void changing_an_unlimited_log_rate_to_a_limited_one_counts_it_whole() {
    var change = new ProcessChange(new Size(true, 2, 10, -1), new Size(true, 2, 10, 60));
    assertThat(QuotaRules.exceeded(LIMITS, Usage.NONE, change.demand())).containsExactly(Limit.LOG_RATE);
  }

  @Test
  void each_kind_has_its_own_limit() {
    assertThat(List.of(
        QuotaRules.exceeded(LIMITS, Usage.ofTasks(2, 0, 0), Demand.of(Usage.ofTasks(1, 0, 0))),
        QuotaRules.exceeded(LIMITS, Usage.ofRoutes(3, 0), Demand.of(Usage.ofRoutes(1, 0))),
        QuotaRules.exceeded(LIMITS, Usage.ofRoutes(1, 1), Demand.of(Usage.ofRoutes(1, 1))),
        QuotaRules.exceeded(LIMITS, Usage.ofServices(2, 0), Demand.of(Usage.ofServices(1, 0))),
        QuotaRules.exceeded(LIMITS, Usage.ofServices(0, 2), Demand.of(Usage.ofServices(0, 1))),
        QuotaRules.exceeded(LIMITS, Usage.NONE, new Demand(Usage.NONE, 0, false, true)),
        QuotaRules.exceeded(LIMITS, Usage.ofDomains(1), Demand.of(Usage.ofDomains(1)))).toString())
        .isEqualTo("[[TASKS], [ROUTES], [RESERVED_PORTS], [SERVICE_INSTANCES], [SERVICE_KEYS], [PAID_SERVICES], [DOMAINS]]");
  }

  @Test
  void absurd_sizes_do_not_overflow() {
    var most = new ProcessChange(ProcessChange.NOTHING, new Size(true, 1_000_000, 1 << 24, 1L << 40)).demand();
    assertThat(QuotaRules.exceeded(LIMITS, Usage.NONE, most)).contains(Limit.TOTAL_MEMORY, Limit.LOG_RATE);
    assertThat(QuotaRules.concerned(LIMITS, most)).isTrue();
  }
}
