package dev.ingot.controller.domain;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.domain.db.DomainEntity;
import dev.ingot.controller.domain.db.DomainRepository;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps a new domain from taking what others have: its name, a name above or below another org's, a route's host, the platform's own origin. */
@Component
class DomainConflicts {
  private final DomainRepository domains;
  private final List<DomainContents> contents;
  private final String systemDomain;

  DomainConflicts(DomainRepository domains, List<DomainContents> contents, IngotProperties properties) {
    this.domains = domains;
    this.contents = contents;
    this.systemDomain = properties.systemDomain();
  }

  /** Passes, or 422. @param owner the org; null = shared by all */
  void check(String name, @Nullable String owner) {
    if (domains.findByName(name).isPresent()) {
      throw ApiException.unprocessable("The domain name \"" + name + "\" is already in use");
    }
    if (owner != null && name.equals(systemDomain)) {
      throw ApiException.unprocessable("The \"" + name + "\" domain is reserved and cannot be used for org-scoped domains.");
    }
    // A domain above or below one of another org would let its owner answer for the other's hosts.
    List<DomainEntity> related = new ArrayList<>(domains.findByNameIn(above(name)));
    related.addAll(domains.findByNameEndingWith("." + name));
    related.stream().filter(other -> other.organizationGuid() != null && !other.organizationGuid().equals(owner)).findFirst().ifPresent(other -> {
      throw ApiException.unprocessable("The domain name \"" + name + "\" cannot be created because \"" + other.name() + "\" is already reserved by another domain");
    });
    if (contents.stream().anyMatch(content -> content.answersFor(name))) {
      throw ApiException.unprocessable("The domain name \"" + name + "\" cannot be created because \"" + name + "\" is already reserved by a route");
    }
  }

  private static List<String> above(String name) {
    List<String> names = new ArrayList<>();
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      names.add(name.substring(dot + 1));
    }
    return names;
  }
}
