package dev.ingot.controller.flag;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every feature flag, with what it is before an operator says otherwise (source: CF v3 API, "Feature Flags"). Docker and CNB apps are on
 * here, where they run in the same sandbox as all others; CF has them off.
 */
public enum Flag {
  /** Anybody may make an org, whose manager and user they become. */
  USER_ORG_CREATION(false),
  /** Org managers may make private domains. */
  PRIVATE_DOMAIN_CREATION(true),
  /** Bits of packages may be uploaded. */
  APP_BITS_UPLOAD(true, Exempt.ADMINS),
  /** Instances, memory, disk and log rate of processes may be changed. */
  APP_SCALING(true, Exempt.ADMINS),
  /** Routes may be made. */
  ROUTE_CREATION(true),
  /** Service instances may be made. */
  SERVICE_INSTANCE_CREATION(true),
  /** Apps may be made of Docker images. */
  DIEGO_DOCKER(true),
  /** Apps may be built with Cloud Native Buildpacks. */
  DIEGO_CNB(true),
  /** Org and space managers may give roles by user name. */
  SET_ROLES_BY_USERNAME(true, Exempt.ADMINS),
  /** Org and space managers may take roles by user name. No operation of v3 takes one by name. */
  UNSET_ROLES_BY_USERNAME(true, Exempt.ADMINS),
  /** Tasks may be run. */
  TASK_CREATION(true, Exempt.ADMINS),
  /** Environment variables of apps may be seen, by admins too. */
  ENV_VAR_VISIBILITY(true),
  /** Space developers may register brokers for their space. */
  SPACE_SCOPED_PRIVATE_BROKER_CREATION(true),
  /** Space developers may see environment variables of apps. */
  SPACE_DEVELOPER_ENV_VAR_VISIBILITY(true, Exempt.ADMINS_AND_READERS),
  /** Service instances may be shared with other spaces. */
  SERVICE_INSTANCE_SHARING(false),
  /** The marketplace is for people who are logged in. */
  HIDE_MARKETPLACE_FROM_UNAUTHENTICATED_USERS(false),
  /** Clients may ask which files the platform has already. */
  RESOURCE_MATCHING(true),
  /** Routes may be shared with other spaces. */
  ROUTE_SHARING(false),
  /** Routes may choose instances by a hash of a header. */
  HASH_BASED_ROUTING(false);

  private final boolean standard;
  private final Exempt exempt;

  Flag(boolean standard) {
    this(standard, Exempt.NOBODY);
  }

  Flag(boolean standard, Exempt exempt) {
    this.standard = standard;
    this.exempt = exempt;
  }

  /** For whom a flag that is off is on. */
  enum Exempt { NOBODY, ADMINS, ADMINS_AND_READERS }

  /** As on the wire and in the database: `app_scaling`. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is on while nobody has said otherwise. */
  public boolean standard() {
    return standard;
  }

  Exempt exempt() {
    return exempt;
  }

  /** The flag with this wire name. */
  public static Optional<Flag> of(String wire) {
    return Arrays.stream(values()).filter(flag -> flag.wire().equals(wire)).findFirst();
  }
}
