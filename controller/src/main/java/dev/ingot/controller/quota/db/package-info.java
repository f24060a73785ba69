/** Quotas in the database. */
@NullMarked
package dev.ingot.controller.quota.db;

import org.jspecify.annotations.NullMarked;
