package dev.ingot.controller.job.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface JobRepository extends ResourceRepository<JobEntity> {
  List<JobEntity> findByStateAndOwner(String state, String owner);

  @Modifying
  @Query("delete from JobEntity j where j.updatedAt < :before and j.state <> 'PROCESSING'")
  void deleteEndedBefore(Instant before);
}
