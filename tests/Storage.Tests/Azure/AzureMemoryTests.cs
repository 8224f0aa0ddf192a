using System.Security.Cryptography;
using MusicGen.Tests.Azurite;

namespace MusicGen.Storage.Tests.Azure;

/// <summary>What the store holds in memory. Alone, since memory is the whole process's.</summary>
[Collection(nameof(AzureMemoryTests))]
[CollectionDefinition(nameof(AzureMemoryTests), DisableParallelization = true)]
public sealed class AzureMemoryTests(AzuriteServer azurite)
{
    private const int LargeBytes = 160_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_LargeStreamOfUnknownLength_KeepsLittleInMemory()
    {
        var store = await Containers.NewAsync(await azurite.StartAsync());
        await using var source = new CountedStream(LargeBytes);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await store.PutAsync("large", source, WriteCondition.IfAbsent, Token);

        // Five blocks of 4 MiB at most, and what the pool keeps of others.
        Assert.InRange(source.MostMemory - before, long.MinValue, 64L << 20);
        Assert.Equal(LargeBytes, (await store.FindAsync("large", Token))!.SizeBytes);
        await using var content = await store.OpenAsync("large", cancellationToken: Token);
        Assert.Equal(source.Hash, await SHA256.HashDataAsync(content!, Token));
    }
}
