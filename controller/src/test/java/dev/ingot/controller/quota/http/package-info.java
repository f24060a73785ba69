/** Tests of the quotas' endpoints. */
@NullMarked
package dev.ingot.controller.quota.http;

import org.jspecify.annotations.NullMarked;
