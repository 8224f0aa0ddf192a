using System.Text.Json;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Contracts.Tests.Datasets;

public sealed class TokenizerKindsTests
{
    [Fact]
    public void Names_AreThoseOfJson() =>
        Assert.Equal(Enum.GetValues<TokenizerKind>().Select(kind => JsonSerializer.Serialize(kind, ContractJson.Options).Trim('"')), TokenizerKinds.Names);

    [Fact]
    public void Parse_AnyName_IsItsKind() => Assert.Equal(Enum.GetValues<TokenizerKind>(), TokenizerKinds.Names.Select(TokenizerKinds.Parse));

    [Fact]
    public void Default_IsTheKindOfSettingsThatSayNothing() => Assert.Equal(new TokenizerSettings().Kind, TokenizerKinds.Parse(TokenizerKinds.Default));
}
