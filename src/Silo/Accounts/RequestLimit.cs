using System.Threading.RateLimiting;
using MusicGen.Contracts;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Accounts;

/// <summary>Bounds how often each owner asks: a bucket of requests that fills again evenly, ten times a second where there are so many. It is this silo's own: with several, an owner has as many.</summary>
internal static class RequestLimit
{
    private const string Policy = "owner";
    private const int FillsPerSecond = 10;

    /// <param name="services">The service's.</param>
    /// <param name="limits">How often; without faults.</param>
    public static IServiceCollection AddRequestLimit(this IServiceCollection services, LimitsOptions limits)
    {
        var (perSecond, burst) = (limits.RequestsPerSecond ?? 0, limits.Burst ?? 0);
        return services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Policy, http => perSecond > 0 ? RateLimitPartition.GetTokenBucketLimiter(http.Owner(), _ => BucketOf(perSecond, burst)) : RateLimitPartition.GetNoLimiter(""));
            limiter.OnRejected = async (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
                context.HttpContext.Response.Headers.RetryAfter = $"{wait}";
                await new Problem(
                    ProblemKind.TooMany, "too-many-requests", $"An owner has {perSecond:N0} requests a second here, and {burst:N0} at once after a while without any: ask less often.",
                    RetryAfterSeconds: wait).ToResult().ExecuteAsync(context.HttpContext);
            };
        });
    }

    /// <summary>The requests to these endpoints count.</summary>
    public static T CountsForLimit<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.RequireRateLimiting(Policy);

    private static TokenBucketRateLimiterOptions BucketOf(int perSecond, int burst)
    {
        var each = Math.Max(1, perSecond / FillsPerSecond);
        return new TokenBucketRateLimiterOptions { TokenLimit = burst, TokensPerPeriod = each, ReplenishmentPeriod = TimeSpan.FromSeconds((double)each / perSecond), QueueLimit = 0 };
    }
}
