namespace MusicGen.Grains.Tests;

public sealed class OwnedKeyTests
{
    [Theory]
    [InlineData("local/jazz", "local", "jazz")]
    [InlineData("local/jazz/3", "local", "jazz/3")]
    public void Parse_OwnerAndId_SplitsAtTheFirstSlash(string key, string owner, string id)
    {
        var parsed = OwnedKey.Parse(key);

        Assert.Equal(new OwnedKey(owner, id), parsed);
        Assert.Equal(key, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("jazz")]
    [InlineData("/jazz")]
    [InlineData("local/")]
    public void Parse_WithoutOwnerOrId_Throws(string key)
    {
        var refused = Assert.Throws<FormatException>(() => OwnedKey.Parse(key));

        Assert.Equal($"'{key}' is not owner/id.", refused.Message);
    }
}
