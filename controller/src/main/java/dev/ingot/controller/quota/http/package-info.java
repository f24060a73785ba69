/** `/v3/organization_quotas` and `/v3/space_quotas`. */
@NullMarked
package dev.ingot.controller.quota.http;

import org.jspecify.annotations.NullMarked;
