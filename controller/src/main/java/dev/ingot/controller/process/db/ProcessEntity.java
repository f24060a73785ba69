package dev.ingot.controller.process.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `processes`. */
@Entity
@Table(name = "processes")
@DynamicUpdate
public class ProcessEntity extends LabelledEntity {
  /** The type that gets one instance and the app's routes. */
  public static final String WEB = "web";

  private String appGuid = "";
  private String type = WEB;
  private String version = "";
  private @Nullable String command;
  private int instances;
  private int memoryMb;
  private int diskMb;
  private long logRateLimit = -1;
  private String healthCheckType = "port";
  private @Nullable String healthCheckEndpoint;
  private @Nullable Integer healthCheckTimeout;
  private @Nullable Integer healthCheckInvocationTimeout;
  private @Nullable Integer healthCheckInterval;
  @Column(name = "readiness_check_type")
  private String readinessCheckType = "process";
  private @Nullable String readinessCheckEndpoint;
  private @Nullable Integer readinessCheckInvocationTimeout;
  private @Nullable Integer readinessCheckInterval;
  private boolean retiring;
  private @Nullable String dropletGuid;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Map<String, String> environment;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable List<SidecarState> sidecars;
  private @Nullable String revisionGuid;

  /** For JPA only. */
  protected ProcessEntity() {}

  /** A process with CF's defaults for its type: `web` has one instance and a port check, others none and no check. Sizes in MiB. */
  public ProcessEntity(String appGuid, String type, int memoryMb, int diskMb, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.type = type;
    this.memoryMb = memoryMb;
    this.diskMb = diskMb;
    this.instances = type.equals(WEB) ? 1 : 0;
    this.healthCheckType = type.equals(WEB) ? "port" : "process";
    newVersion();
  }

  /** A process without instances that has the same settings, to take over from this one. */
  public ProcessEntity successor(Instant now) {
    ProcessEntity successor = new ProcessEntity(appGuid, type, memoryMb, diskMb, now);
    successor.instances = 0;
    successor.command = command;
    successor.logRateLimit = logRateLimit;
    successor.health(health());
    successor.readiness(readiness());
    successor.merge(metadata());
    return successor;
  }

  /** While a successor takes over: it is not the app's process of its type any more, and keeps what its instances were started with. */
  public void retire(@Nullable String dropletGuid, Map<String, String> environment, List<SidecarState> sidecars) {
    if (!retiring) {
      this.dropletGuid = dropletGuid;
      this.environment = new HashMap<>(environment);
      this.sidecars = new ArrayList<>(sidecars);
    }
    retiring = true;
  }

  /** Back to being the app's process of its type, with what the app has. */
  public void reinstate() {
    retiring = false;
    dropletGuid = null;
    environment = null;
    sidecars = null;
  }

  public boolean retiring() {
    return retiring;
  }

  /** Its own one; null = the app's. */
  public @Nullable String dropletGuid() {
    return dropletGuid;
  }

  /** Its own ones; null = the app's. */
  public @Nullable List<SidecarState> sidecars() {
    return sidecars == null ? null : List.copyOf(sidecars);
  }

  /** The revision its instances were started as; null = none. */
  public @Nullable String revisionGuid() {
    return revisionGuid;
  }

  public void revisionGuid(@Nullable String revisionGuid) {
    this.revisionGuid = revisionGuid;
  }

  /** Says that every instance must be replaced. */
  public void newVersion() {
    version = UUID.randomUUID().toString();
  }

  public String appGuid() {
    return appGuid;
  }

  public String type() {
    return type;
  }

  public String version() {
    return version;
  }

  /** Null = the droplet's. */
  public @Nullable String command() {
    return command;
  }

  public void command(@Nullable String command) {
    this.command = command;
  }

  public int instances() {
    return instances;
  }

  public void instances(int instances) {
    this.instances = instances;
  }

  public int memoryMb() {
    return memoryMb;
  }

  public int diskMb() {
    return diskMb;
  }

  /** Bytes per second, -1 = unlimited. */
  public long logRateLimit() {
    return logRateLimit;
  }

  /** Sizes in MiB; bytes per second. True when something changed that running instances do not follow. */
  public boolean limits(int memoryMb, int diskMb, long logRateLimit) {
    boolean changed = memoryMb != this.memoryMb || diskMb != this.diskMb || logRateLimit != this.logRateLimit;
    this.memoryMb = memoryMb;
    this.diskMb = diskMb;
    this.logRateLimit = logRateLimit;
    return changed;
  }

  public Check health() {
    return new Check(healthCheckType, healthCheckEndpoint, healthCheckTimeout, healthCheckInvocationTimeout, healthCheckInterval);
  }

  public void health(Check check) {
    healthCheckType = check.type();
    healthCheckEndpoint = check.endpoint();
    healthCheckTimeout = check.timeout();
    healthCheckInvocationTimeout = check.invocationTimeout();
    healthCheckInterval = check.interval();
  }

  public Check readiness() {
    return new Check(readinessCheckType, readinessCheckEndpoint, null, readinessCheckInvocationTimeout, readinessCheckInterval);
  }

  /** The check's timeout does not count. */
  public void readiness(Check check) {
    readinessCheckType = check.type();
    readinessCheckEndpoint = check.endpoint();
    readinessCheckInvocationTimeout = check.invocationTimeout();
    readinessCheckInterval = check.interval();
  }

  /** A health or readiness check; seconds, null = the platform's default. */
  public record Check(String type, @Nullable String endpoint, @Nullable Integer timeout, @Nullable Integer invocationTimeout,
      @Nullable Integer interval) {}
}
