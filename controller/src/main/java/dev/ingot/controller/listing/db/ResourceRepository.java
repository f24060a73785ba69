package dev.ingot.controller.listing.db;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.NoRepositoryBean;

/** A repository of resources by guid, that {@link Listing} can list. */
@NoRepositoryBean
public interface ResourceRepository<E extends ResourceEntity> extends JpaRepository<E, String>, JpaSpecificationExecutor<E> {}
