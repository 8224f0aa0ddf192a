using System.Threading.RateLimiting;
using MusicGen.Contracts;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Accounts;

/// <summary>Bounds how often each owner asks: a bucket of requests that fills again evenly. It is this silo's own: with several, an owner has as many.</summary>
internal static class RequestLimit
{
    private const string Policy = "owner";
    private const int DefaultPerSecond = 50;
    private const int BurstSeconds = 4;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="services">The service's.</param>
    /// <param name="limits">How often.</param>
    /// <param name="hasSignIn">Without, there is no limit but where one is set.</param>
    public static IServiceCollection AddRequestLimit(this IServiceCollection services, LimitsOptions limits, bool hasSignIn)
    {
        var perSecond = limits.RequestsPerSecond ?? (hasSignIn ? DefaultPerSecond : 0);
        var burst = limits.Burst ?? perSecond * BurstSeconds;
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

    private static TokenBucketRateLimiterOptions BucketOf(int perSecond, int burst) =>
        new() { TokenLimit = burst, TokensPerPeriod = perSecond, ReplenishmentPeriod = Second, QueueLimit = 0 };
}
