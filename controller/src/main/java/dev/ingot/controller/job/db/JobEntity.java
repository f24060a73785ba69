package dev.ingot.controller.job.db;

import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.job.Job;
import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of `jobs`. States: PROCESSING → COMPLETE or FAILED. */
@Entity
@Table(name = "jobs")
public class JobEntity extends ResourceEntity {
  private String operation = "";
  private String resourceGuid = "";
  private String state = "PROCESSING";
  private String owner = "";
  @JdbcTypeCode(SqlTypes.JSON)
  private List<ErrorBody.Item> errors = new ArrayList<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Job.Warning> warnings = new ArrayList<>();

  /** For JPA only. */
  protected JobEntity() {}

  JobEntity(String operation, String resourceGuid, String owner, Instant now) {
    super(now);
    this.operation = operation;
    this.resourceGuid = resourceGuid;
    this.owner = owner;
  }

  public String operation() {
    return operation;
  }

  public String resourceGuid() {
    return resourceGuid;
  }

  public String state() {
    return state;
  }

  public List<ErrorBody.Item> errors() {
    return List.copyOf(errors);
  }

  public List<Job.Warning> warnings() {
    return List.copyOf(warnings);
  }

  void end(String newState, List<ErrorBody.Item> newErrors, Instant now) {
    state = newState;
    errors = new ArrayList<>(newErrors);
    touch(now);
  }

  void warn(String detail, Instant now) {
    var more = new ArrayList<>(warnings);
    more.add(new Job.Warning(detail));
    warnings = more;
    touch(now);
  }
}
