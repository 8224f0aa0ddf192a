using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using MusicGen.Contracts;
using MusicGen.Grains.Storage;

namespace MusicGen.Grains.Tests.Upgrades;

public sealed class StateFormTests
{
    private static readonly JsonSerializerOptions Indented = new(ContractJson.Options) { WriteIndented = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly StateForm ThreeVersions = new(
        document => document["lines"] = new JsonArray(document["line"]!.DeepClone()),
        document => document["lines"]!.AsArray().Add((JsonNode)"end"));

    public static TheoryData<string> Grains => [.. States().Select(state => state.Grain)];

    [Theory]
    [MemberData(nameof(Grains))]
    public void State_HasTheFormThatWasKept(string grain)
    {
        var schema = Indented.GetJsonSchemaAsNode(States().Single(state => state.Grain == grain).State);

        Kept.AssertSame(
            $"Forms/{grain}.{StateForm.Of(grain).Version}.json",
            schema.ToJsonString(Indented) + "\n",
            "If documents that were written before can be read, and nothing new is lost when the version before writes the state, it may be taken over; otherwise the grain's StateForm needs a step, and States a document of the version before.");
    }

    [Fact]
    public void State_OfEveryGrain_IsKept() => Assert.Equal(["account", "corpus", "dataset", "model", "session", "training", "training-pool"], States().Select(state => state.Grain).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"line":"a"}""", "a end")]
    [InlineData("""{"stateVersion":1,"line":"a"}""", "a end")]
    [InlineData("""{"stateVersion":2,"lines":["b"]}""", "b end")]
    [InlineData("""{"stateVersion":3,"lines":["c"]}""", "c")]
    public void Read_EarlierVersion_GoesThroughTheStepsThatItLacks(string json, string lines) =>
        Assert.Equal(lines, string.Join(' ', StateDocument.Read<Notebook>(Utf8(json), ThreeVersions).Lines));

    [Fact]
    public void Write_SaysItsVersionFirst()
    {
        Assert.Equal("""{"stateVersion":3,"lines":["x"]}"""u8, StateDocument.Write(new Notebook { Lines = ["x"] }, ThreeVersions));
        Assert.Equal("""{"stateVersion":1}"""u8, StateDocument.Write(new object(), new StateForm()));
    }

    [Fact]
    public void Read_NewerVersion_SaysWhatToDo() => Assert.Equal(
        "A newer version of MusicGen wrote the state: it has version 4, and this node knows versions up to 3. Upgrade the node.",
        Assert.Throws<NewerStateException>(() => StateDocument.Read<Notebook>("""{"stateVersion":4}"""u8, ThreeVersions)).Message);

    [Theory]
    [InlineData("""{"stateVersion":0}""")]
    [InlineData("""{"stateVersion":"1"}""")]
    [InlineData("""{"stateVersion":99999999999}""")]
    [InlineData("""{"stateVersion":2,"lines":1}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public void Read_NoState_IsRefused(string json) => Assert.ThrowsAny<JsonException>(() => StateDocument.Read<Notebook>(Utf8(json), ThreeVersions));

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>Each grain type with a state, and the state.</summary>
    private static IEnumerable<(string Grain, Type State)> States() =>
        from grain in Kept.Types()
        where !grain.IsAbstract && grain.IsAssignableTo(typeof(Grain))
        from parameter in grain.GetConstructors().Single().GetParameters()
        where parameter.ParameterType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IPersistentState<>)
        select (grain.GetCustomAttributes(typeof(GrainTypeAttribute), false).Cast<GrainTypeAttribute>().Single().GetGrainType(null!, null!).ToString(), parameter.ParameterType.GenericTypeArguments[0]);

    private sealed record Notebook
    {
        public IReadOnlyList<string> Lines { get; init; } = [];
    }
}
