namespace MusicGen.Grains.Tests;

/// <summary>What something that was deleted has in the store.</summary>
internal static class Leftovers
{
    /// <summary>Waits until nothing of that key is in any of the folders.</summary>
    public static Task AwaitNoneAsync(GrainCluster cluster, OwnedKey key, params IReadOnlyList<string> folders) => Eventually.IsAsync(async () =>
    {
        var token = TestContext.Current.CancellationToken;
        foreach (var folder in folders)
        {
            var (own, below) = ($"{folder}/{key}", $"{folder}/{key}/");
            if (await cluster.Store.ListAsync(own, cancellationToken: token).AnyAsync(blob => blob.Key == own || blob.Key.StartsWith(below, StringComparison.Ordinal), token)) return false;
        }
        return true;
    });
}
