package dev.ingot.controller.domain;

/** Something on domains: routes. Each feature that has such things offers one as a bean, so that deleting the domain deletes them too. */
public interface DomainContents {
  /** Deletes everything of this feature on the domain, in the current transaction. */
  void deleteOn(String domainGuid);

  /** Whether spaces of this org have something of this feature on the domain. */
  boolean usedBy(String domainGuid, String organizationGuid);

  /** Whether something of this feature has this whole host name already. */
  boolean answersFor(String hostName);
}
