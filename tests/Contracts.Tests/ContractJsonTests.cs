using System.Text.Json;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Tests;

public sealed class ContractJsonTests
{
    [Fact]
    public void Serialize_Record_HasCamelCaseNamesAndNoNulls()
    {
        var report = new FileReport("a.mid", "0af3", 5, FileOutcome.Rejected, Reason: "No header.");

        var json = JsonSerializer.Serialize(report, ContractJson.Options);

        Assert.Equal("""{"name":"a.mid","sha256":"0af3","sizeBytes":5,"outcome":"rejected","reason":"No header.","notes":0,"durationSeconds":0}""", json);
    }

    [Fact]
    public void Serialize_EnumerationOfTwoWords_IsACamelCaseString() =>
        Assert.Equal("\"outOfMemory\"", JsonSerializer.Serialize(FailureCode.OutOfMemory, ContractJson.Options));

    [Fact]
    public void Deserialize_EnumerationName_IsRead() =>
        Assert.Equal(FailureCode.OutOfMemory, JsonSerializer.Deserialize<FailureCode>("\"outOfMemory\"", ContractJson.Options));

    [Theory]
    [InlineData("2")]
    [InlineData("\"2\"")]
    [InlineData("\"lost\"")]
    [InlineData("null")]
    public void Deserialize_EnumerationThatIsNoName_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FailureCode>(json, ContractJson.Options));

    [Fact]
    public void Deserialize_AbsentMembers_HaveTheirDefaults()
    {
        var training = JsonSerializer.Deserialize<CreateTraining>("""{"corpus":"jazz","unknown":1}""", ContractJson.Options);

        Assert.Equal(new CreateTraining("jazz"), training);
    }

    [Fact]
    public void Configure_OtherOptions_GiveTheSameForm()
    {
        var options = ContractJson.Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));
        var problem = new Problem(ProblemKind.TooLarge, "file-too-large", "At most 4 MiB.");

        Assert.Equal(JsonSerializer.Serialize(problem, ContractJson.Options), JsonSerializer.Serialize(problem, options));
    }
}
