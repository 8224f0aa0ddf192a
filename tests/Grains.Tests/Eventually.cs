namespace MusicGen.Grains.Tests;

/// <summary>For what nobody signals: asks again and again until it holds, without a pause in between.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task IsAsync(Func<Task<bool>> holds)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "It did not come about in half a minute.");
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
