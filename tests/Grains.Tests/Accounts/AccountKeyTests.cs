using MusicGen.Grains.Accounts;

namespace MusicGen.Grains.Tests.Accounts;

public sealed class AccountKeyTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void New_Key_IsReadAgain()
    {
        var key = AccountKey.New("ann-2");

        var read = AccountKey.Parse(key.Text)!;

        Assert.Equal(("ann-2", key.Id, key.Hash), (read.Owner, read.Id, read.Hash));
        Assert.True(AccountKey.IsId(key.Id));
        Assert.True(AccountKey.IsHash(key.Hash));
        Assert.NotEqual(key.Text, AccountKey.New("ann-2").Text);
        Assert.Equal($"mg_ann-2_{key.Id}_…", $"{key}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("mg_")]
    [InlineData($"mg_ann_0123456789_{Secret}0")]
    [InlineData($"mg_ann_0123456789_{Secret}_")]
    [InlineData($"mg_ann_01234567_{Secret}")]
    [InlineData($"mg_Ann_0123456789_{Secret}")]
    [InlineData($"mg_a/b_0123456789_{Secret}")]
    [InlineData($"mg_.._0123456789_{Secret}")]
    [InlineData($"mg_-ann_0123456789_{Secret}")]
    [InlineData($"mg__0123456789_{Secret}")]
    [InlineData($"xx_ann_0123456789_{Secret}")]
    public void Parse_WhatIsNoKey_IsNull(string text) => Assert.Null(AccountKey.Parse(text));

    [Fact]
    public void Hash_OfAKey_IsSha256OfItsText() =>
        // printf 'mg_ann_0123456789_0123…' | sha256sum
        Assert.Equal("2ce5e94e2540c1da6362f24a688c4e7e93acdccdd295acf89ff910b5d9e5aa15", AccountKey.Parse($"mg_ann_0123456789_{Secret}")!.Hash);
}
