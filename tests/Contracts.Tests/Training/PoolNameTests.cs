using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Tests.Training;

public sealed class PoolNameTests
{
    [Theory]
    [InlineData("default", true)]
    [InlineData("a", true)]
    [InlineData("gpu-80gb-2", true)]
    [InlineData("1234567890123456789012345678901234567890", true)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    [InlineData("", false)]
    [InlineData("GPU", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void IsValid_AnyText_HoldsForShortPlainNames(string name, bool expected) => Assert.Equal(expected, PoolName.IsValid(name));
}
