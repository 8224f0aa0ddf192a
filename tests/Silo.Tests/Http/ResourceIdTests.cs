using MusicGen.Silo.Http;

namespace MusicGen.Silo.Tests.Http;

public sealed class ResourceIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FromIdempotencyKey_TimeInTheKey_SortsByIt()
    {
        var keys = Enumerable.Range(0, 100).Select(i => $"{Guid.CreateVersion7(Now.AddMilliseconds(i))}").ToList();

        var ids = keys.Select(key => ResourceId.FromIdempotencyKey("ann", "corpus", key)).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids, keys.Select(key => ResourceId.FromIdempotencyKey("ann", "corpus", key)));
        Assert.Empty(ids.Intersect(keys.Select(key => ResourceId.FromIdempotencyKey("bob", "corpus", key))));
        Assert.Distinct(Enumerable.Range(0, 1000).Select(_ => ResourceId.FromIdempotencyKey("ann", "corpus", $"{Guid.CreateVersion7(Now)}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mine")]
    [InlineData("0197f2a0-0000-4000-8000-000000000000")] // of version 4
    public void FromIdempotencyKey_AnyKey_IsAValidId(string key)
    {
        var id = ResourceId.FromIdempotencyKey("ann", "corpus", key);

        Assert.True(ResourceId.IsValid(id));
        Assert.NotEqual(id, ResourceId.FromIdempotencyKey("ann", "session", key));
    }
}
