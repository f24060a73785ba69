package dev.ingot.controller.securitygroup.db;

import dev.ingot.api.securitygroup.SecurityGroup.Rule;
import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of `security_groups`. */
@Entity
@Table(name = "security_groups")
public class SecurityGroupEntity extends ResourceEntity {
  private String name = "";
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Rule> rules = new ArrayList<>();
  private boolean runningDefault;
  private boolean stagingDefault;

  /** For JPA only. */
  protected SecurityGroupEntity() {}

  public SecurityGroupEntity(String name, List<Rule> rules, Instant now) {
    super(now);
    this.name = name;
    this.rules = new ArrayList<>(rules);
  }

  public String name() {
    return name;
  }

  public List<Rule> rules() {
    return List.copyOf(rules);
  }

  /** Whether all spaces have it for what runs. */
  public boolean runningDefault() {
    return runningDefault;
  }

  /** Whether all spaces have it for builds. */
  public boolean stagingDefault() {
    return stagingDefault;
  }

  public void rename(String newName) {
    name = newName;
  }

  public void rules(List<Rule> newRules) {
    rules = new ArrayList<>(newRules);
  }

  public void defaults(boolean running, boolean staging) {
    runningDefault = running;
    stagingDefault = staging;
  }
}
