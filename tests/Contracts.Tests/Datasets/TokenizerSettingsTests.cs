using System.Text.Json;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Tests.Datasets;

public sealed class TokenizerSettingsTests
{
    [Theory]
    [InlineData("""{"kind":"score24","score24":{"programs":"exact","chords":false,"keys":false}}""", TokenizerKind.Score24, "score24/1")]
    [InlineData("""{"kind":"notenames","notenames":{"parts":"allPitched","toleranceDivisor":4,"splitTiesAtBar":false}}""", TokenizerKind.NoteNames, "note-names/1")]
    public void Resolved_OfAKind_SaysEverySettingOfItAndNoOther(string json, TokenizerKind kind, string name)
    {
        var resolved = new TokenizerSettings(kind).Resolved();

        Assert.Equal(json, JsonSerializer.Serialize(resolved, ContractJson.Options));
        Assert.Equal(resolved, JsonSerializer.Deserialize<TokenizerSettings>(json, ContractJson.Options));
        Assert.Equal(name, resolved.Name);
        Assert.Empty(resolved.Faults());
    }

    [Fact]
    public void Deserialize_NothingSaid_IsScore24() =>
        Assert.Equal(new TokenizerSettings(TokenizerKind.Score24), JsonSerializer.Deserialize<TokenizerSettings>("{}", ContractJson.Options));

    [Fact]
    public void Resolved_SettingsThatAreSaid_StayAsTheyAre()
    {
        var parts = new NoteNamesSettings(PartSelection.First, 16, true);
        var programs = new Score24Settings(ProgramMapping.Seed, Chords: true, Keys: true);

        Assert.Equal(parts, new TokenizerSettings(TokenizerKind.NoteNames, NoteNames: parts).Resolved().NoteNames);
        Assert.Equal(programs, new TokenizerSettings(Score24: programs).Resolved().Score24);
    }

    [Theory]
    [InlineData("""{"kind":"notenames","score24":{}}""", "tokenizer.score24", "tokenizer.score24 goes with the tokenizer's kind score24: say that kind or leave it out.")]
    [InlineData("""{"notenames":{}}""", "tokenizer.notenames", "tokenizer.notenames goes with the tokenizer's kind notenames: say that kind or leave it out.")]
    [InlineData("""{"kind":"notenames","notenames":{"toleranceDivisor":0}}""", "tokenizer.notenames.toleranceDivisor", "toleranceDivisor must be 1 to 64.")]
    [InlineData("""{"kind":"notenames","notenames":{"toleranceDivisor":65}}""", "tokenizer.notenames.toleranceDivisor", "toleranceDivisor must be 1 to 64.")]
    public void Faults_OfWrongSettings_NameTheField(string json, string field, string sentence)
    {
        var fault = Assert.Single(JsonSerializer.Deserialize<TokenizerSettings>(json, ContractJson.Options)!.Faults());

        Assert.Equal((ProblemKind.Invalid, field, sentence), (fault.Kind, fault.Field, fault.Detail));
    }

    [Theory]
    [InlineData("""{"kind":"words"}""")]
    [InlineData("""{"kind":1}""")]
    [InlineData("""{"score24":{"programs":"some"}}""")]
    public void Deserialize_NamesOfNobodysMaking_AreRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TokenizerSettings>(json, ContractJson.Options));

    [Fact]
    public void Deserialize_Training_HasItsTokenizer() => Assert.Equal(
        new CreateTraining("jazz", Tokenizer: new TokenizerSettings(TokenizerKind.NoteNames)),
        JsonSerializer.Deserialize<CreateTraining>("""{"corpus":"jazz","tokenizer":{"kind":"notenames"}}""", ContractJson.Options));
}
