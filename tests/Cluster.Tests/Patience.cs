using System.Diagnostics;

namespace MusicGen.Cluster.Tests;

/// <summary>How long the tests wait, and how they wait for what gives no signal.</summary>
internal static class Patience
{
    /// <summary>Longer than anything takes on two busy cores: what waits longer hangs.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>For one wait: canceled when it has lasted too long, or with the test.</summary>
    public static CancellationToken Token
    {
        get
        {
            var both = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            both.CancelAfter(LongestWait);
            return both.Token;
        }
    }

    /// <summary>Looks again and again until <paramref name="holds"/>.</summary>
    /// <param name="holds">What is waited for.</param>
    /// <param name="what">The same as a sentence, for the failure.</param>
    public static Task UntilAsync(Func<bool> holds, string what) => UntilAsync(() => Task.FromResult(holds()), what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var since = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(since.Elapsed < LongestWait, $"For {LongestWait.TotalSeconds} s it did not become true that {what}.");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
