using System.Text.Json.Nodes;
using MusicGen.Tests;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MusicGen.Deploy.Tests;

/// <summary>The files below <c>deploy</c>.</summary>
internal static class DeployFiles
{
    /// <summary>A file's or folder's place in this working tree.</summary>
    public static string PathOf(params string[] path) => Path.Join([TestCorpora.Repository, "deploy", .. path]);

    public static string Text(params string[] path) => File.ReadAllText(PathOf(path));

    /// <summary>Every document of a YAML text; what is not quoted and looks like a number or a truth value is one.</summary>
    public static IReadOnlyList<JsonObject> Documents(string yaml)
    {
        var stream = new YamlStream();
        // With merge keys, as Compose has them.
        stream.Load(new MergingParser(new Parser(new StringReader(yaml))));
        return [.. stream.Documents.Select(document => (JsonObject)Convert(document.RootNode)!)];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value),
        _ => null,
    };

    private static JsonValue? Plain(string? text) => text switch
    {
        null or "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => long.TryParse(text, out var number) ? JsonValue.Create(number) : JsonValue.Create(text),
    };
}
