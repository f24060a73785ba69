package dev.ingot.controller.quota;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.quota.db.QuotaStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Holds what is asked for against the quotas of the org and the space. Each feature whose things count calls it, and offers a
 * {@link UsageSource} that counts them:
 *
 * <ol>
 * <li>in the transaction that makes the change (there must be one),
 * <li>after permissions and input were checked, after rows of the feature's own were locked (an app's, say),
 * <li>before the new thing is stored or the entity is changed: usage is counted as it stands, and what is asked for is added.
 * </ol>
 *
 * A check that a limit speaks of locks the org's row until the transaction ends, so that two requests cannot both take the last place; one
 * that no limit speaks of costs one query and locks nothing. Each throws CF's error (422 UnprocessableEntity, or 400 with CF's own code for
 * services) and has changed nothing then.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Quotas {
  private final QuotaStore store;
  private final List<UsageSource> sources;

  Quotas(QuotaStore store, List<UsageSource> sources) {
    this.store = store;
    this.sources = List.copyOf(sources);
  }

  /** Before processes of one space are started or scaled, all that change together. Texts as in CF: `memory quota_exceeded`. */
  public void checkProcesses(String spaceGuid, List<ProcessChange> changes) {
    refuse(exceeded(UsageScope.space(spaceGuid), changes.stream().map(ProcessChange::demand).reduce(Demand.NONE, Demand::plus)), QuotaTexts::process);
  }

  /** Before a build is started. @param memoryMb of the build in MiB */
  public void checkStaging(String spaceGuid, long memoryMb) {
    refuse(exceeded(UsageScope.space(spaceGuid), Demand.of(Usage.ofTasks(0, memoryMb, 0))), excess -> QuotaTexts.staging(excess, memoryMb));
  }

  /** Before a task is made. @param logRateLimit bytes per second, -1 = unlimited */
  public void checkTask(String spaceGuid, long memoryMb, long logRateLimit) {
    var demand = new Demand(Usage.ofTasks(1, memoryMb, Math.max(0, logRateLimit)), memoryMb, logRateLimit < 0, false);
    refuse(exceeded(UsageScope.space(spaceGuid), demand), QuotaTexts::task);
  }

  /** Before a route is made. @param port whether it takes a port of a router group */
  public void checkRoute(String spaceGuid, boolean port) {
    refuse(exceeded(UsageScope.space(spaceGuid), Demand.of(Usage.ofRoutes(1, port ? 1 : 0))), QuotaTexts::route);
  }

  /** Before a private domain is made. */
  public void checkDomain(String organizationGuid) {
    refuse(exceeded(UsageScope.organization(organizationGuid), Demand.of(Usage.ofDomains(1))), QuotaTexts::domain);
  }

  /**
   * Before an instance of a broker's service is made, or changes its plan. Not for user-provided ones: they do not count. 400 with CF's codes.
   *
   * @param another false when the instance is there already
   * @param paid whether its (new) plan is not free
   */
  public void checkServiceInstance(String spaceGuid, boolean another, boolean paid) {
    var exceeded = exceeded(UsageScope.space(spaceGuid), new Demand(Usage.ofServices(another ? 1 : 0, 0), 0, false, paid));
    if (!exceeded.isEmpty()) {
      throw QuotaTexts.serviceInstance(exceeded);
    }
  }

  /** Before a service key is made. */
  public void checkServiceKey(String spaceGuid) {
    refuse(exceeded(UsageScope.space(spaceGuid), Demand.of(Usage.ofServices(0, 1))), QuotaTexts::serviceKey);
  }

  /** What is used there now. */
  @Transactional(readOnly = true)
  public Usage usage(UsageScope scope) {
    store.flush();
    return sources.stream().map(source -> source.in(scope)).reduce(Usage.NONE, Usage::plus);
  }

  private List<Excess> exceeded(UsageScope scope, Demand demand) {
    if (store.holders(scope).stream().noneMatch(holder -> QuotaRules.concerned(holder.limits(), demand))) {
      return List.of();
    }
    store.lock(scope);
    var found = new ArrayList<Excess>();
    for (var holder : store.holders(scope)) {
      QuotaRules.exceeded(holder.limits(), usage(holder.scope()), demand).forEach(limit -> found.add(new Excess(holder, limit)));
    }
    // As CF says it: by kind of limit, the space before the org.
    found.sort(Comparator.comparing(Excess::limit));
    return found;
  }

  private static void refuse(List<Excess> exceeded, Function<Excess, String> text) {
    if (!exceeded.isEmpty()) {
      throw ApiException.unprocessable(exceeded.stream().map(text).distinct().collect(Collectors.joining(", ")));
    }
  }
}
