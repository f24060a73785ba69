package dev.ingot.controller.rebase.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Apps in rebases. */
public interface RebaseAppRepository extends ResourceRepository<RebaseAppEntity> {
  /** Those of one rebase. */
  static Specification<RebaseAppEntity> of(String rebaseGuid) {
    return (root, query, builder) -> builder.equal(root.get("rebaseGuid"), rebaseGuid);
  }

  List<RebaseAppEntity> findByRebaseGuidAndWave(String rebaseGuid, int wave);

  /** The next ones, in the order they were planned. */
  List<RebaseAppEntity> findByRebaseGuidAndStateAndWaveOrderByCreatedAtAscGuidAsc(String rebaseGuid, String state, int wave, Limit limit);

  /** How many are in a state. */
  interface Count {
    String getState();

    int getNumber();
  }

  @Query("select a.state as state, cast(count(a) as integer) as number from RebaseAppEntity a where a.rebaseGuid = :rebaseGuid group by a.state")
  List<Count> counts(String rebaseGuid);

  @Modifying
  @Query("delete from RebaseAppEntity a where a.rebaseGuid = :rebaseGuid")
  void deleteOf(String rebaseGuid);

  /** Those whose wave never came. */
  @Modifying
  @Query("update RebaseAppEntity a set a.state = 'SKIPPED' where a.rebaseGuid = :rebaseGuid and a.state = 'WAITING'")
  void skip(String rebaseGuid);
}
