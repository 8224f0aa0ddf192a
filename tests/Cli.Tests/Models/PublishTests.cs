using MusicGen.Contracts.Models;

namespace MusicGen.Cli.Tests.Models;

[Collection(typeof(ServiceTests))]
public sealed class PublishTests(RunningService service, PublishedModel model)
{
    [Fact]
    public async Task Publish_WithoutName_TakesTheTrainingsId()
    {
        var published = (await service.RunAsync("publish", model.Training, "--json")).Done().Json<ModelSummary>();

        Assert.Equal((model.Training, 1, model.Training), (published.Id, published.Current.Number, published.Current.Training));
    }

    [Fact]
    public async Task Publish_Checkpoint_TakesThatOne()
    {
        var first = (await service.RunAsync("models", "--json")).Done().Json<ModelSummary[]>().Single(one => one.Id == PublishedModel.Name).Current;

        var published = (await service.RunAsync("publish", model.Training, "--name", "chosen", "--checkpoint", first.Checkpoint, "--json")).Done().Json<ModelSummary>();

        Assert.Equal((first.Checkpoint, first.Hash), (published.Current.Checkpoint, published.Current.Hash));
    }

    [Fact]
    public async Task Delete_Model_AsksForYesAndThenItIsGone()
    {
        (await service.RunAsync("publish", model.Training, "--name", "passing")).Done();

        var asked = await service.RunAsync("delete-model", "passing");
        var deleted = (await service.RunAsync("delete-model", "passing", "--yes")).Done();

        asked.IsRefused(2, "Model passing with all its versions would be gone for good: add --yes to delete it.");
        Assert.Equal(["Model passing with all its versions is deleted."], deleted.Lines);
        (await service.RunAsync("delete-model", "passing", "--yes")).IsRefused(2, "There is no model 'passing'.");
    }

    [Theory]
    [InlineData("A model's name has 1 to 64 lower-case letters, digits and hyphens, and does not start with a hyphen.", "--name", "Big Band")]
    [InlineData("Training session '{0}' has no checkpoint 'none'.", "--checkpoint", "none")]
    public async Task Publish_WrongOption_IsTheServicesSentence(string sentence, params string[] options) =>
        (await service.RunAsync(["publish", model.Training, .. options])).IsRefused(2, string.Format(sentence, model.Training));

    [Fact]
    public async Task Publish_UnknownTraining_IsTheServicesSentence() =>
        (await service.RunAsync("publish", "nowhere")).IsRefused(2, "There is no training session 'nowhere'.");
}
